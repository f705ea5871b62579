// Kills Chromium at random moments of import, training and saving, and looks whether what is left is whole.
// usage: npm run soak:kills -- [--times 300] [--seed 1] [--customers 120] [--site build] [--json]
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { killAtRandom } from './rounds.mjs';

const { values: options } = parseArgs({
	options: {
		times: { type: 'string', default: '300' },
		seed: { type: 'string', default: '1' },
		customers: { type: 'string', default: '120' },
		site: { type: 'string', default: resolve(import.meta.dirname, '../../build') },
		json: { type: 'boolean' }
	}
});
const found = await killAtRandom({
	times: Number(options.times),
	seed: Number(options.seed),
	customers: Number(options.customers),
	folder: options.site,
	say: (text) => options.json || console.log(text)
});
console.log(options.json ? JSON.stringify(found) : `${found.kills} kills, each time whole. During: ${JSON.stringify(found.during)}, before anything of it was stored, after that, and after the page had said so: ${JSON.stringify(found.moments)}`);
