import { securityHeaders } from '../../core/serving/security.js';

/** The response with the headers that isolate and bind the page, for hosts that send none. It keeps its body, unread. */
export function isolated(response: Response): Response {
	if (response.type === 'opaque' || response.type === 'error' || response.status === 0) return response;
	const added = new Headers(response.headers);
	const page = added.get('content-type')?.includes('text/html') ?? false;
	for (const [name, value] of Object.entries(securityHeaders(page))) added.set(name, value);
	const empty = response.status === 204 || response.status === 205 || response.status === 304;
	return new Response(empty ? null : response.body, { status: response.status, statusText: response.statusText, headers: added });
}
