// Plain JavaScript, because the build's configuration and the static host read it as it stands.

/**
 * What a page and its workers may load and do, by directive of the Content-Security-Policy: the site's own files, and
 * nothing else. Styles may stand in attributes, since charts are drawn with them; scripts may not.
 */
export const directives = {
	'default-src': ['self'],
	'script-src': ['self', 'wasm-unsafe-eval'],
	'worker-src': ['self', 'blob:'],
	'style-src': ['self', 'unsafe-inline'],
	'img-src': ['self', 'data:', 'blob:'],
	'connect-src': ['self'],
	'frame-src': ['self'],
	'object-src': ['none'],
	'base-uri': ['self'],
	'form-action': ['none']
};

/** Text becomes script or markup only through these policies: Svelte's templates, and our own workers' addresses. */
export const trustedTypes = {
	'require-trusted-types-for': ['script'],
	'trusted-types': ['svelte-trusted-html', 'likely-workers']
};

const keywords = ['self', 'none', 'script', 'unsafe-inline', 'wasm-unsafe-eval'];

/**
 * The policy as the text of a header.
 * @param {Readonly<Record<string, readonly string[]>>} policy
 */
export function policyText(policy) {
	const word = (/** @type {string} */ source) => (keywords.includes(source) ? `'${source}'` : source);
	return Object.entries(policy)
		.map(([name, sources]) => [name, ...sources.map(word)].join(' '))
		.join('; ');
}

const silenced = [
	'accelerometer',
	'camera',
	'display-capture',
	'geolocation',
	'gyroscope',
	'hid',
	'magnetometer',
	'microphone',
	'midi',
	'payment',
	'publickey-credentials-get',
	'screen-wake-lock',
	'serial',
	'usb',
	'xr-spatial-tracking'
];

const everywhere = {
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Cross-Origin-Embedder-Policy': 'require-corp',
	'Cross-Origin-Resource-Policy': 'same-origin',
	'X-Content-Type-Options': 'nosniff',
	'Referrer-Policy': 'no-referrer',
	'Permissions-Policy': silenced.map((name) => `${name}=()`).join(', ')
};

/** A page names the hashes of its own inline script itself, so its header says everything but the scripts. */
const besidesScripts = Object.fromEntries(Object.entries(directives).filter(([name]) => name !== 'default-src' && name !== 'script-src'));
const ofPages = policyText({ ...besidesScripts, 'frame-ancestors': ['self'] });
/** A worker's policy is the one that its own script comes with. */
const ofScripts = policyText({ ...directives, ...trustedTypes, 'frame-ancestors': ['self'] });

/**
 * Headers that isolate a page, so that workers may share memory, and that bind it and its workers to this site.
 * @param {boolean} page whether the answer is a page, and not a script or another file
 * @returns {Record<string, string>}
 */
export function securityHeaders(page) {
	return { ...everywhere, 'Content-Security-Policy': page ? ofPages : ofScripts };
}
