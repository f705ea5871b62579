import { createHash } from 'node:crypto';

/**
 * Puts a prerendered page's own scripts behind its first paint: on a slow connection they would share it with the page, whose content needs none
 * of them. They are then fetched all at once, as before. A page that is opened in the background, and so not painted, fetches them at once.
 * @param html a page as SvelteKit builds it, with the hash of its start in the policy
 * @throws Error where it is built otherwise
 */
export function scriptsAfterPaint(html: string): string {
	const files: string[] = [];
	const page = html.replace(/\s*<link href="([^"]+)" rel="modulepreload">/g, (_, file: string) => {
		files.push(file);
		return '';
	});
	const start = /<script>(\s*\{\s*__sveltekit_[\s\S]*?)<\/script>/.exec(page)?.[1];
	if (!start || !files.length) throw new Error('The page starts in another way than expected.');
	const begin = start.indexOf('Promise.all([');
	if (begin < 0) throw new Error('The page imports its scripts in another way than expected.');
	const painted = `const files = ${JSON.stringify(files)};
					const turn = () => new Promise((done) => setTimeout(done));
					const painted = document.hidden ? turn() : new Promise((done) => requestAnimationFrame(done)).then(turn);

					painted.then(async () => {
						while (files.length) {
							for (const href of files.splice(0, 6)) document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href }));
							await turn();
						}
						return `;
	const end = start.indexOf(']).then(', begin);
	const later = `${start.slice(0, begin)}${painted}${start.slice(begin, end + 2)};
					})${start.slice(end + 2)}`;
	const known = hash(start);
	if (!page.includes(known)) throw new Error('The policy does not name the start of the page.');
	return page.replace(known, hash(later)).replace(start, () => later);
}

const hash = (script: string): string => `sha256-${createHash('sha256').update(script).digest('base64')}`;
