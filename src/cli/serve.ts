import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { LikelyError, toFailure } from '../lib/core/errors.js';
import { Predictor } from '../lib/core/project/predictor.js';
import { handleRequest } from '../lib/core/serving/handle.js';
import { problem, textOf } from '../lib/core/serving/reply.js';
import type { Reply } from '../lib/core/serving/reply.js';
import type { Command } from './command.js';
import { note } from './output.js';
import { openProject } from './project.js';

/** Characters of a body that are read; more is refused by the handler. */
const largest = 1_000_001;

export const serve: Command = {
	usage: 'shop.likely [--port 8000]',
	meaning: 'answers /predict, /customers, /products, /models and /embed, on this machine only; /openapi.json describes them',
	options: ['port', 'passphrase-file'],
	positionals: 1,
	async run({ args, work }) {
		const predictor = new Predictor(await openProject(args));
		const port = args.number('port', 8000, 0, 65_535);
		const { url, close } = await servePredictions(predictor, port);
		note(`${predictor.project.name}: ${url}predict?customer_id=${encodeURIComponent(predictor.project.book.customers[0] ?? '')}`);
		await new Promise<void>((resolve) => work.signal?.addEventListener('abort', () => resolve()));
		await close();
	}
};

/** Listens on the loopback address; port 0 takes a free one. @throws LikelyError `serve.port_taken` */
async function servePredictions(predictor: Predictor, port: number): Promise<{ url: string; close: () => Promise<void> }> {
	const server = createServer(async (request, response) => {
		const reply = await replyTo(predictor, request);
		const { text, headers } = textOf(reply);
		response.writeHead(reply.status, headers);
		response.end(request.method === 'HEAD' ? undefined : text);
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', (error: NodeJS.ErrnoException) =>
			reject(error.code === 'EADDRINUSE' ? new LikelyError('serve.port_taken', { port }, { cause: error }) : error)
		);
		server.listen(port, '127.0.0.1', resolve);
	});
	const address = server.address();
	const bound = typeof address === 'object' && address ? address.port : port;
	return {
		url: `http://127.0.0.1:${bound}/`,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			})
	};
}

async function replyTo(predictor: Predictor, request: IncomingMessage): Promise<Reply> {
	// A page that a foreign name was pointed at this address for must not read it (DNS rebinding).
	if (!/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(request.headers.host ?? ''))
		return problem(403, 'request.foreign_host', 'This server answers to localhost only.');
	const { method = 'GET' } = request;
	try {
		const url = new URL(request.url ?? '/', 'http://localhost');
		const body = method === 'POST' ? await bodyOf(request) : undefined;
		return await handleRequest({ predictor: async () => predictor }, { method, path: url.pathname, query: url.searchParams, body });
	} catch (error) {
		const { code, facts } = toFailure(error);
		return problem(500, code, `Something went wrong: ${String(facts.message ?? code)}`);
	}
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	let text = '';
	request.setEncoding('utf8');
	for await (const chunk of request) {
		text += chunk;
		if (text.length > largest) break;
	}
	return text;
}
