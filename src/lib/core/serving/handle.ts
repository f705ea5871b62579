import * as v from 'valibot';
import { toFailure } from '../errors.js';
import { Predictor } from '../project/predictor.js';
import type { CustomerSource } from './customer-source.js';
import { embedCard } from './embed.js';
import { hypotheticalAnswer, subjectSchema } from './hypothetical.js';
import type { StrangerSource } from './hypothetical.js';
import { listCustomers, listModels, listProducts } from './lists.js';
import { openApi } from './openapi.js';
import { answerOptions, handlePredict, noModel, refusal } from './predict.js';
import { misnamed } from './query.js';
import type { Query } from './query.js';
import { json, problem } from './reply.js';
import type { Reply } from './reply.js';

export interface ApiRequest {
	readonly method: string;
	/** Below the root, like `/predict`. */
	readonly path: string;
	readonly query: Query;
	/** Of a POST: the text that came with it. */
	readonly body?: string;
}

/** Characters of a body at most. */
const largest = 1_000_000;

/** Where the handler finds what it answers from; each resolves to undefined where nothing was trained yet. */
export interface ApiSource {
	predictor(): Promise<Predictor | undefined>;
	/** Enough for the customers of the data; left out: the predictor. */
	customers?(): Promise<CustomerSource | Predictor | undefined>;
	/** Enough for somebody who is none of them; left out, or undefined: the predictor. */
	strangers?(): Promise<StrangerSource | undefined>;
}

type Answer = (predictor: Predictor | undefined, request: Pick<ApiRequest, 'query'>) => Reply;
type CustomerAnswer = (from: CustomerSource | Predictor | undefined, query: Query) => Reply;
const withModel = (list: (predictor: Predictor, query: Query) => Reply): Answer => (predictor, { query }) => (predictor ? list(predictor, query) : noModel());

/** About one customer of the data. */
const customerAnswers: Readonly<Record<string, CustomerAnswer>> = { '/predict': handlePredict, '/embed': embedCard };
const answers: Readonly<Record<string, Readonly<Record<string, Answer>>>> = {
	'/predict': { GET: (predictor, { query }) => handlePredict(predictor, query) },
	'/customers': { GET: withModel(listCustomers) },
	'/products': { GET: withModel(listProducts) },
	'/models': { GET: withModel(listModels) },
	'/embed': { GET: (predictor, { query }) => embedCard(predictor, query) }
};

/** Whether the API answers a path; `/customers/`, with a slash, is a page of the site. */
export function isApiPath(path: string): boolean {
	return path === '/openapi.json' || path === '/predict/' || Object.hasOwn(answers, path);
}

/** Answers a request of the API for the service worker and for `likely serve` alike. Rejects only where the source does. */
export async function handleRequest(source: ApiSource, request: ApiRequest): Promise<Reply> {
	const path = request.path === '/predict/' ? '/predict' : request.path;
	const method = request.method === 'HEAD' ? 'GET' : request.method;
	if (path === '/openapi.json') return method === 'GET' ? json(openApi) : notAllowed(['GET']);
	if (!Object.hasOwn(answers, path)) return problem(404, 'request.unknown_path', `There are ${Object.keys(answers).join(', ')} and /openapi.json.`);
	const methods = answers[path];
	const posts = path === '/predict';
	if (posts && method === 'POST') return handlePost(source, request);
	if (!Object.hasOwn(methods, method)) return notAllowed([...Object.keys(methods), ...(posts ? ['POST'] : [])]);
	const ofCustomer = method === 'GET' ? customerAnswers[path] : undefined;
	if (source.customers && ofCustomer) return ofCustomer(await source.customers(), request.query);
	return methods[method](await source.predictor(), request);
}

/** `POST /predict[?threshold=][&product=][&explain=1]` with a customer in the body. */
async function handlePost(source: ApiSource, { query, body = '' }: ApiRequest): Promise<Reply> {
	const wrong = misnamed(query, ['threshold', 'product', 'explain']);
	if (wrong) return wrong;
	const options = answerOptions(query);
	if ('status' in options) return options;
	if (body.length > largest) return problem(413, 'request.too_large', 'One customer at a time: at most 1,000 orders and a million characters.');
	let value: unknown;
	try {
		value = JSON.parse(body);
	} catch {
		return problem(400, 'request.bad_json', 'The body has to be JSON, like {"orders": [{"date": "2017-06-01", "lines": [{"product": "Binders"}]}]}.');
	}
	const subject = v.safeParse(subjectSchema, Array.isArray(value) ? undefined : value);
	if (!subject.success) {
		const [issue] = subject.issues;
		return problem(400, 'request.bad_body', `${v.getDotPath(issue) ?? 'The body'}: ${issue.message}.`);
	}
	const from = (subject.output.customer_id === undefined ? await source.strangers?.() : undefined) ?? (await source.predictor());
	if (!from) return noModel();
	try {
		return json(hypotheticalAnswer(from, subject.output, options));
	} catch (error) {
		const { code, facts } = toFailure(error);
		if (code === 'attribute.unknown') return problem(400, code, `No customer has ${facts.attribute} = ${facts.value}.`);
		const known = refusal(error, from instanceof Predictor ? from.project.name : from.name);
		if (known) return known;
		throw error;
	}
}

function notAllowed(methods: readonly string[]): Reply {
	return { ...problem(405, 'request.method', `Use ${methods.join(' or ')}.`), headers: { Allow: methods.join(', ') } };
}
