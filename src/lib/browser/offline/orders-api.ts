import { LikelyError, toFailure } from '../../core/errors.js';
import { incomingOrders } from '../../core/live/order.js';
import { problem } from '../../core/serving/reply.js';
import type { Reply } from '../../core/serving/reply.js';
import type { Storage } from '../storage/port.js';

/** Characters of a body at most. */
const largest = 20_000_000;

/**
 * Answers `POST /orders` from a page of this site: checks the orders, keeps them for the project that is open, and says
 * so (202). The live page takes them from there; each counts once, however often it is sent. Wait for the answer before
 * you send more. `storage` may throw `storage.locked`.
 */
export async function takeOrders(request: Request, storage: () => Promise<Storage>): Promise<Reply> {
	if (request.method !== 'POST') return { ...problem(405, 'request.method', 'Use POST.'), headers: { Allow: 'POST' } };
	// A form of another site could send one by opening this address; only scripts of this site can do it in any other way.
	if (request.mode === 'navigate') return problem(403, 'request.other_site', 'Orders may only come from pages of this site.');
	const text = await request.text();
	if (text.length > largest) return problem(413, 'request.too_large', 'At most 10,000 orders at a time.');
	try {
		const orders = incomingOrders(JSON.parse(text));
		const { projects, journal } = await storage();
		const project = await projects.current();
		if (project === undefined) return problem(409, 'project.none_open', 'No data is open: open the page and choose some first.');
		const sequence = orders.length ? await journal.append(project, orders) : 0;
		return { status: 202, type: 'application/json', body: { accepted: orders.length, batch: sequence } };
	} catch (error) {
		if (error instanceof SyntaxError) return problem(400, 'request.bad_json', 'The body has to be JSON, like {"orders": [{"customer": "C-1", "order": "A1", "date": "2026-11-22", "lines": [{"product": "Ink", "amount": 12.5}]}]}.');
		const { code, facts } = toFailure(error);
		if (code === 'live.bad_order') return problem(400, code, `Order ${String(facts.index)} does not fit at ${String(facts.field)}; none was taken.`);
		if (code === 'live.too_many') return problem(413, code, `At most ${String(facts.most)} orders at a time.`);
		if (code === 'storage.full') return problem(507, code, 'The disk is full: nothing was taken.');
		throw error instanceof LikelyError ? error : new LikelyError('storage.failed', { message: String(facts.message ?? '') }, { cause: error });
	}
}
