import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { LikelyError, toFailure } from '../lib/core/errors.js';
import { Predictor } from '../lib/core/project/predictor.js';
import { handlePredict, problem } from '../lib/core/serving/predict.js';
import type { Reply } from '../lib/core/serving/predict.js';
import type { Command } from './command.js';
import { note } from './output.js';
import { projectAt } from './project.js';

export const serve: Command = {
	usage: 'shop.likely [--port 8000]',
	meaning: 'answers GET /predict?customer_id=… as JSON, on this machine only',
	options: ['port'],
	positionals: 1,
	async run({ args, work }) {
		const predictor = new Predictor(projectAt(args.positionals[0]));
		const port = args.number('port', 8000, 0, 65_535);
		const { url, close } = await servePredictions(predictor, port);
		note(`${predictor.project.name}: ${url}predict?customer_id=${encodeURIComponent(predictor.project.book.customers[0] ?? '')}`);
		await new Promise<void>((resolve) => work.signal?.addEventListener('abort', () => resolve()));
		await close();
	}
};

/** Listens on the loopback address; port 0 takes a free one. @throws LikelyError `serve.port_taken` */
export async function servePredictions(predictor: Predictor, port: number): Promise<{ url: string; close: () => Promise<void> }> {
	const server = createServer((request, response) => {
		const { status, type, body } = replyTo(predictor, request);
		const text = JSON.stringify(body);
		response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
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

function replyTo(predictor: Predictor, request: IncomingMessage): Reply {
	// A page that a foreign name was pointed at this address for must not read it (DNS rebinding).
	if (!/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(request.headers.host ?? ''))
		return problem(403, 'request.foreign_host', 'This server answers to localhost only.');
	const url = new URL(request.url ?? '/', 'http://localhost');
	if (url.pathname !== '/predict') return problem(404, 'request.unknown_path', 'There is only /predict?customer_id=…');
	if (request.method !== 'GET' && request.method !== 'HEAD') return problem(405, 'request.method', 'Use GET.');
	try {
		return handlePredict(predictor, url.searchParams);
	} catch (error) {
		const { code, facts } = toFailure(error);
		return problem(500, code, `Something went wrong: ${String(facts.message ?? code)}`);
	}
}
