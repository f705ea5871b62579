import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LikelyError } from '../lib/core/errors.js';
import { dialectOf } from '../lib/core/export/sql/dialect.js';
import { onnxFile } from '../lib/core/export/onnx.js';
import { sqlFiles } from '../lib/core/export/sql/index.js';
import { dialectNames } from '../lib/core/export/sql/targets.js';
import type { Project, TrainedModel } from '../lib/core/project/types.js';
import type { Command } from './command.js';
import { print, printJson } from './output.js';
import { openProject } from './project.js';
import { unreadable } from './source.js';

export const exportModel: Command = {
	usage: `shop.likely --sql ${dialectNames.join('|')} | --onnx [--model NAME] [--table NAME] [--out DIR]`,
	meaning: 'writes the features and the model as SQL, to be run where the orders are, or the model as ONNX',
	options: ['sql', 'onnx', 'model', 'table', 'out', 'passphrase-file'],
	positionals: 1,
	async run({ args }) {
		const isOnnx = args.has('onnx');
		const dialect = isOnnx ? 'onnx' : dialectOf(args.required('sql')).name;
		const out = args.text('out') ?? '.';
		const project = await openProject(args);
		const model = modelOf(project, args.text('model'));
		const files: Map<string, string | Uint8Array> =
			dialect === 'onnx'
				? new Map([[`${model.family}.onnx`, onnxFile(model.model)]])
				: sqlFiles(project, model, { dialect, table: args.text('table') });
		try {
			mkdirSync(out, { recursive: true });
			for (const [name, content] of files) writeFileSync(join(out, name), content);
		} catch (error) {
			throw unreadable(out, error);
		}
		const names = [...files.keys()];
		if (args.has('json')) return printJson({ out, ...(isOnnx ? { format: 'onnx' } : { dialect }), model: model.family, id: model.id, files: names });
		if (isOnnx) return print(`${out}: ${names.join(', ')}`);
		return print(`${out}: ${names.join(', ')}; ${model.family} for ${dialect}, to be run in this order`);
	}
};

/** The newest model of that family, or the one that predictions use. @throws LikelyError `export.no_model`, `project.no_model` */
function modelOf({ models, chosen, name }: Project, family: string | undefined): TrainedModel {
	const found = family === undefined ? (models.find(({ id }) => id === chosen) ?? models.at(-1)) : models.findLast((model) => model.family === family);
	if (found) return found;
	if (family === undefined) throw new LikelyError('project.no_model', { project: name });
	throw new LikelyError('export.no_model', { model: family, known: [...new Set(models.map((model) => model.family))] });
}
