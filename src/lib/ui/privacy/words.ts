import { count } from '../words/numbers.js';
import type { Attempt, AttemptName, Destination, FileKind } from '$lib/state/privacy.svelte.js';

/** What a request was for. */
export const kindWords: Readonly<Record<FileKind, string>> = {
	page: 'Pages of this site',
	script: 'Scripts of this site',
	style: 'Styles of this site',
	picture: 'Icons of this site',
	kernel: 'Compiled code of this site',
	demo: 'Demo data of this site',
	answer: 'Answers made in this browser',
	other: 'Other files'
};

export const askerWords: Readonly<Record<Destination['by'], string>> = {
	page: 'The page',
	worker: 'Background worker',
	'service worker': 'Offline worker'
};

/** The ways out of a page. */
export const attemptWords: Readonly<Record<AttemptName, string>> = {
	fetch: 'Fetch from the page',
	worker: 'Fetch from the background worker',
	beacon: 'Beacon (what trackers send when a page closes)',
	image: 'Picture with data in its address',
	websocket: 'WebSocket',
	script: 'Script of another site',
	frame: 'Frame of another site',
	form: 'Form sent to another site',
	webrtc: 'Video call channel (WebRTC)',
	dns: 'Look-up of another site’s name (DNS prefetch)',
	navigation: 'Leaving for another page'
};

const uncovered: Readonly<Partial<Record<AttemptName, string>>> = {
	webrtc: 'No policy covers it in this browser, and its interface is there: rely on the switched-off network below.',
	dns: 'Not tried: no policy covers it. A page could whisper a few letters in the name of a host; this one names none.',
	navigation: 'Not tried: no policy covers it. A link may always lead elsewhere; you would see the page change.'
};

/** What came of an attempt. */
export function outcomeWords({ name, stoppedBy, coverable }: Attempt): { readonly verdict: string; readonly tone: 'up' | 'warn' | 'down'; readonly why: string } {
	if (stoppedBy === 'removed') return { verdict: 'Removed', tone: 'up', why: 'No policy covers it, so the first script of this page takes the interface away.' };
	if (stoppedBy === 'require-trusted-types-for') return { verdict: 'Blocked', tone: 'up', why: 'Text may not become a script here (Trusted Types).' };
	if (stoppedBy === 'failed') return { verdict: 'Failed', tone: 'warn', why: 'It did not get through, but this browser does not tell a worker what stopped it.' };
	if (stoppedBy) return { verdict: 'Blocked', tone: 'up', why: `By the policy’s rule ${stoppedBy}.` };
	if (!coverable) return { verdict: 'Not covered', tone: 'warn', why: uncovered[name] ?? '' };
	return { verdict: 'Not stopped', tone: 'down', why: 'Nothing reported that it was stopped. Please update this browser, or tell us.' };
}

/** The policy, rule by rule. */
export const rules = (): readonly (readonly [string, string])[] => [
	['connect-src', 'Scripts may talk to this site only. There is no other address, not even for statistics or errors.'],
	['script-src', 'Only scripts that were published with this site run; nothing typed, pasted or loaded from elsewhere, and no eval.'],
	['worker-src', 'Background workers are scripts of this site and have the same policy.'],
	['img-src', 'Pictures come from this site or are drawn here.'],
	['form-action', 'No form can be sent anywhere.'],
	['frame-src', 'Frames show pages of this site only, and frame-ancestors lets no other site put this one into a frame.'],
	['object-src, base-uri', 'No plug-ins, and no change of what addresses are relative to.'],
	['require-trusted-types-for', 'Text cannot become script or markup by accident.'],
	['Referrer-Policy', 'If you follow a link, the other site does not learn where you come from.'],
	['Permissions-Policy', 'Camera, microphone, location, sensors, USB and payment are switched off.']
];

/** What a table of the database holds. */
export const tableWords: Readonly<Record<string, string>> = {
	summaries: 'Names and sizes of your projects',
	chunks: 'Orders and models',
	history: 'Predictions that you kept',
	settings: 'Settings',
	checkpoints: 'Training under way',
	journal: 'Orders that came in'
};

/** How many entries a table of the database has, in words for what an entry is. */
export function tableCount(table: string, rows: number): string {
	if (table === 'summaries') return count(rows, ['# project', '# projects']);
	if (table === 'chunks') return count(rows, ['# piece', '# pieces']);
	if (table === 'history') return count(rows, ['# prediction', '# predictions']);
	if (table === 'settings') return count(rows, ['# setting', '# settings']);
	if (table === 'checkpoints') return count(rows, ['# part', '# parts']);
	return count(rows, ['# batch', '# batches']);
}
