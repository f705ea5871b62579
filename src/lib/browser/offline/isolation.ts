const headers: Readonly<Record<string, string>> = {
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Cross-Origin-Embedder-Policy': 'require-corp',
	'Cross-Origin-Resource-Policy': 'same-origin'
};

/** The response with the headers that isolate the page, for hosts that send none. It keeps its body, unread. */
export function isolated(response: Response): Response {
	if (response.type === 'opaque' || response.type === 'error' || response.status === 0) return response;
	const added = new Headers(response.headers);
	for (const [name, value] of Object.entries(headers)) added.set(name, value);
	const empty = response.status === 204 || response.status === 205 || response.status === 304;
	return new Response(empty ? null : response.body, { status: response.status, statusText: response.statusText, headers: added });
}
