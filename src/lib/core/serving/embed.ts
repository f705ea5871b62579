import type { Predictor } from '../project/predictor.js';
import type { CustomerSource } from './customer-source.js';
import { escaped } from './markup.js';
import { handlePredict } from './predict.js';
import type { PredictionAnswer } from './prediction.js';
import { misnamed, wholeOf } from './query.js';
import type { Query } from './query.js';
import type { Problem, Reply } from './reply.js';

/** A page without script, that loads nothing and that pages of the same site alone may frame. */
const headers = { 'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'" };

const style = `:root{color-scheme:light dark;font:16px/1.45 system-ui,sans-serif}body{margin:0;padding:1rem;background:Canvas;color:CanvasText}
h1{margin:0;font-size:1.125rem}p{margin:.25rem 0 .75rem;font-size:.875rem}table{width:100%;border-collapse:collapse}
td,th{padding:.25rem .5rem .25rem 0;text-align:start;font-weight:400}td:last-child{width:45%}.n{font-variant-numeric:tabular-nums;white-space:nowrap}
.ad th,.ad .n{font-weight:700}i{display:block;height:.75rem;background:#1d4fc4;border-radius:2px}@media(prefers-color-scheme:dark){i{background:#7da4ff}}`;

/** `GET /embed?customer_id=…[&threshold=][&product=][&limit=5]`: one customer's card as a page for a frame. */
export function embedCard(from: Predictor | CustomerSource | undefined, query: Query): Reply<string> {
	const wrong = misnamed(query, ['customer_id', 'threshold', 'product', 'limit']);
	if (wrong) return problemPage(wrong);
	const limit = wholeOf(query, 'limit', 5, 1000);
	if (typeof limit !== 'number') return problemPage(limit);
	const without: Query = { keys: () => [...query.keys()].filter((name) => name !== 'limit'), getAll: (name) => query.getAll(name) };
	const reply = handlePredict(from, without);
	return 'products' in reply.body ? page(200, `${reply.body.customer_id}: most likely next`, card(reply.body, limit)) : problemPage({ ...reply, body: reply.body });
}

/** The problem as a page, with the same status. */
export function problemPage({ status, body }: Reply<Problem>): Reply<string> {
	return page(status, body.title, `<h1>${escaped(body.title)}</h1><p>${escaped(body.detail)}</p>`);
}

function card(answer: PredictionAnswer, limit: number): string {
	const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
	const { kind, horizon_days: days } = answer.question;
	const asked = kind === 'next' ? `within ${days} days of ${answer.as_of}` : kind === 'next-order' ? `with the next order after ${answer.as_of}` : `by ${answer.as_of}`;
	const rows = answer.products.slice(0, limit).map(
		({ product, product_name: name, probability, ad }) =>
			`<tr${ad ? ' class="ad"' : ''}><th scope="row">${escaped(name ? `${product} · ${name}` : product)}${ad ? ' · ad' : ''}</th><td class="n">${percent(probability)}</td><td><i style="width:${(100 * probability).toFixed(1)}%"></i></td></tr>`
	);
	return `<h1>${escaped(answer.customer_id)}</h1><p>Likely to buy ${escaped(asked)}, by the model ${escaped(answer.model)}</p><table>${rows.join('')}</table>`;
}

function page(status: number, title: string, body: string): Reply<string> {
	const text = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer"><title>${escaped(title)}</title><style>${style}</style></head><body>${body}</body></html>`;
	return { status, type: 'text/html; charset=utf-8', body: text, headers };
}
