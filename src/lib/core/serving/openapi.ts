const text = { type: 'string' } as const;
const share = { type: 'number', minimum: 0, maximum: 1 } as const;
const whole = { type: 'integer', minimum: 0 } as const;
const called = { ...text, description: 'What the product is called, where it is a code whose name the data says.' } as const;
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const list = (items: object) => ({ type: 'array', items });
const record = (properties: Readonly<Record<string, object>>, optional: readonly string[] = []) => ({
	type: 'object',
	properties,
	required: Object.keys(properties).filter((name) => !optional.includes(name))
});

/** A parameter of the query, as OpenAPI has it. */
export interface QueryParameter {
	readonly name: string;
	readonly in: 'query';
	readonly required?: boolean;
	readonly description: string;
	readonly schema: object;
	readonly example?: string;
}

const query = (name: string, description: string, schema: object, example?: string): QueryParameter => ({ name, in: 'query', description, schema, ...(example !== undefined && { example }) });
const customer: QueryParameter = { ...query('customer_id', 'Whose prediction.', text, 'AA-10480'), required: true };
const threshold = query('threshold', 'From which probability on a product is an ad; without it, the project’s own.', share, '0.7');
const product = query('product', 'Only this product.', text);
const explain = query('explain', '1: with the impact of every parameter.', { type: 'string', enum: ['0', '1'] }, '1');

const problems: Readonly<Record<string, string>> = {
	400: 'A parameter is missing or makes no sense.',
	404: 'No such customer or product.',
	409: 'No model was trained yet.',
	423: 'What is stored is locked with a passphrase: open the page and type it. (In the browser only.)',
	503: 'What is stored cannot be read: open the page to see why. (In the browser only.)'
};

function responses(description: string, schema: object, codes: readonly string[], type = 'application/json') {
	const failed = { 'application/problem+json': { schema: ref('Problem') } };
	return {
		200: { description, content: { [type]: { schema } } },
		...Object.fromEntries(codes.map((code) => [code, { description: problems[code], content: failed }]))
	};
}

export interface Operation {
	readonly operationId: string;
	readonly summary: string;
	readonly parameters: readonly QueryParameter[];
	readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: object; readonly example: object } } };
	readonly responses: object;
}

const prediction = {
	customer_id: { type: ['string', 'null'], description: 'null for somebody made up from nothing' },
	hypothetical: { const: true, description: 'There where the customer was made up or changed.' },
	as_of: { ...text, format: 'date', description: 'The day from which the question looks ahead.' },
	model: text,
	model_time: { ...text, format: 'date-time' },
	question: record({ kind: { enum: ['next', 'next-order', 'ever'] }, horizon_days: whole }, ['horizon_days']),
	threshold: share,
	interval_level: { ...share, description: 'How many of the true probabilities the intervals are made to hold.' },
	unlike: { ...list({ type: 'object' }), description: 'Values that the model never saw the like of.' },
	ads: { ...list(text), description: 'Products at or above the threshold.' },
	products: { ...list(ref('Product')), description: 'Most likely first.' }
};

const paths: Readonly<Record<string, Readonly<Partial<Record<'get' | 'post', Operation>>>>> = {
	'/predict': {
		get: {
			operationId: 'predict',
			summary: 'What one customer will buy, and how likely.',
			parameters: [customer, threshold, product, explain],
			responses: responses('The prediction.', ref('Prediction'), ['400', '404', '409', '423', '503'])
		},
		post: {
			operationId: 'predictHypothetical',
			summary: 'The same for somebody who does not exist yet, or for a customer with changes.',
			parameters: [threshold, product, explain],
			requestBody: {
				content: {
					'application/json': {
						schema: ref('Subject'),
						example: { orders: [{ date: '2017-11-20', lines: [{ product: 'Binders' }, { product: 'Paper', amount: 20 }] }], parameters: { total_orders: 7 } }
					}
				}
			},
			responses: responses('The prediction.', ref('Prediction'), ['400', '404', '409', '423', '503'])
		}
	},
	'/customers': {
		get: {
			operationId: 'customers',
			summary: 'Customers by id, each with the most likely product.',
			parameters: [query('search', 'Part of an id, or of the most likely product or its name.', text, 'AA-1'), query('offset', 'How many to leave out.', whole), query('limit', 'How many at most; 100 unless told.', { ...whole, maximum: 10_000 }, '5')],
			responses: responses('The customers.', record({ total: whole, offset: whole, customers: list(ref('Customer')) }), ['400', '409', '423', '503'])
		}
	},
	'/products': {
		get: {
			operationId: 'products',
			summary: 'Products that are predicted.',
			parameters: [],
			responses: responses('The products.', record({ products: list(record({ product: text, product_name: called, average: share }, ['product_name'])) }), ['400', '409', '423', '503'])
		}
	},
	'/models': {
		get: {
			operationId: 'models',
			summary: 'Trained models, how they did on customers they never saw, and what they answer from.',
			parameters: [],
			responses: responses('The models.', record({ project: text, threshold: share, models: list({ type: 'object' }) }), ['400', '409', '423', '503'])
		}
	},
	'/embed': {
		get: {
			operationId: 'embed',
			summary: 'One customer’s card as a page without script, for a frame of the same site.',
			parameters: [customer, threshold, product, query('limit', 'How many products at most; 5 unless told.', whole)],
			responses: responses('The page.', text, ['400', '404', '409', '423', '503'], 'text/html')
		}
	}
};

/** The API in OpenAPI 3.1, for /openapi.json and the page that tries it out. */
export const openApi = {
	openapi: '3.1.0',
	info: {
		title: 'Likely',
		version: '1.0.0',
		summary: 'Which customer will buy which product.',
		description: 'Answered in this browser by its service worker, from the project that is open in the page; and by `likely serve` from a project file. Nothing is sent anywhere.',
		license: { name: 'MIT', identifier: 'MIT' }
	},
	servers: [{ url: '.' }],
	paths,
	components: {
		schemas: {
			Prediction: record(prediction, ['hypothetical']),
			Product: record(
				{
					product: text,
					product_name: called,
					probability: share,
					interval: record({ low: share, high: share }),
					average: { ...share, description: 'The model’s mean over all customers.' },
					ad: { type: 'boolean' },
					baseline: { ...share, description: 'Where the impacts start from.' },
					impacts: list(ref('Impact'))
				},
				['product_name', 'baseline', 'impacts']
			),
			Impact: record({ parameter: text, value: {}, baseline: {}, impact: { type: 'number', minimum: -1, maximum: 1 }, direction: { enum: ['positive', 'negative', 'neutral'] } }),
			Customer: record(
				{
					customer_id: text,
					orders: whole,
					spent: { type: ['number', 'null'] },
					last_order: { ...text, format: 'date' },
					top_product: text,
					top_product_name: called,
					top_probability: share,
					ads: whole
				},
				['top_product_name']
			),
			Subject: {
				...record({ customer_id: { ...text, description: 'Start from this customer; without, from nobody.' }, orders: list(ref('Order')), attributes: { type: 'object', additionalProperties: text }, parameters: { type: 'object', additionalProperties: { type: ['number', 'string', 'boolean'] }, description: 'Single values by name, as GET /models lists them; of a product with its name in front, like binders_purchases_last_6m.' } }, ['customer_id', 'orders', 'attributes', 'parameters']),
				additionalProperties: false
			},
			Order: record({ date: { ...text, format: 'date' }, lines: list(ref('Line')) }),
			Line: record({ product: text, amount: { type: 'number' }, quantity: { type: 'number' }, returned: { type: 'boolean' } }, ['amount', 'quantity', 'returned']),
			Problem: record({ type: { const: 'about:blank' }, title: text, status: whole, detail: text, code: text })
		}
	}
} as const;
