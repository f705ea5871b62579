import { resolve } from '$app/paths';

/** The absolute address of the site's root, with a slash at its end, whatever path it is served under. */
export function siteRoot(): string {
	return new URL(resolve('/'), location.href).href;
}
