/** RFC 9457. `code` is stable, for programs. */
export interface Problem {
	readonly type: 'about:blank';
	readonly title: string;
	readonly status: number;
	readonly detail: string;
	readonly code: string;
}

export interface Reply<Body = unknown> {
	readonly status: number;
	readonly type: 'application/json' | 'application/problem+json' | 'text/html; charset=utf-8';
	/** Plain data; for a page its text. */
	readonly body: Body;
	/** Headers that this answer needs besides the usual ones. */
	readonly headers?: Readonly<Record<string, string>>;
}

const titles: Readonly<Record<number, string>> = {
	400: 'Bad request',
	403: 'Forbidden',
	404: 'Not found',
	405: 'Method not allowed',
	409: 'Not ready',
	413: 'Too large',
	423: 'Locked',
	507: 'Insufficient storage'
};

export function json<Body>(body: Body): Reply<Body> {
	return { status: 200, type: 'application/json', body };
}

/** A reply that says what is wrong and what to do. */
export function problem(status: number, code: string, detail: string): Reply<Problem> {
	return { status, type: 'application/problem+json', body: { type: 'about:blank', title: titles[status] ?? 'Failed', status, detail, code } };
}

/** What goes out: the text, and every header but those of the page's isolation. */
export function textOf({ type, body, headers }: Reply): { readonly text: string; readonly headers: Record<string, string> } {
	return {
		text: typeof body === 'string' ? body : JSON.stringify(body),
		headers: { 'Content-Type': type, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', ...headers }
	};
}
