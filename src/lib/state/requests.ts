import type { Asker, RequestNote } from '../browser/privacy/requests.js';

/** Requests of one asker to one host for one kind of file. */
export interface Destination {
	readonly host: string;
	/** The site's own address. */
	readonly own: boolean;
	readonly by: Asker;
	readonly kind: FileKind;
	readonly count: number;
	readonly bytes: number;
}

export type FileKind = 'page' | 'script' | 'style' | 'picture' | 'kernel' | 'demo' | 'answer' | 'other';

const kinds: readonly (readonly [RegExp, FileKind])[] = [
	[/\/demo\//, 'demo'],
	[/\/(predict|customers|products|models|openapi\.json|embed)\/?$/, 'answer'],
	[/\.(m?js)$/, 'script'],
	[/\.css$/, 'style'],
	[/\.(svg|png|ico|webmanifest)$/, 'picture'],
	[/\.wasm$/, 'kernel'],
	[/(\/|\.html|__data\.json|version\.json)$/, 'page']
];

/** Requests added up by host, asker and kind of file; foreign hosts first. `origin`: of this site. */
export function byDestination(notes: readonly RequestNote[], origin: string): Destination[] {
	const rows = new Map<string, { -readonly [K in keyof Destination]: Destination[K] }>();
	for (const { url, by, bytes } of notes) {
		const address = URL.parse(url);
		if (!address || address.protocol === 'blob:' || address.protocol === 'data:') continue;
		const own = address.origin === origin;
		const kind = kinds.find(([pattern]) => pattern.test(address.pathname))?.[1] ?? 'other';
		const key = JSON.stringify([address.host, by, kind]);
		const row = rows.get(key) ?? { host: address.host, own, by, kind, count: 0, bytes: 0 };
		rows.set(key, row);
		row.count++;
		row.bytes += bytes;
	}
	return [...rows.values()].sort((a, b) => Number(a.own) - Number(b.own) || b.count - a.count);
}
