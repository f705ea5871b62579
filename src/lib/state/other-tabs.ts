import { projectNews } from '../browser/project-news.js';

/**
 * Calls back when a project was written, in this tab or another: at once where this one is looked at, otherwise when it
 * is looked at again. The returned function ends it.
 */
export function onProjectNews(heard: () => void): () => void {
	if (typeof BroadcastChannel === 'undefined') return () => {};
	const channel = new BroadcastChannel(projectNews);
	let waiting = false;
	const look = () => {
		if (!waiting || document.visibilityState === 'hidden') return;
		waiting = false;
		heard();
	};
	channel.onmessage = () => {
		waiting = true;
		look();
	};
	document.addEventListener('visibilitychange', look);
	return () => {
		channel.close();
		document.removeEventListener('visibilitychange', look);
	};
}
