/** Milliseconds without a change after which what nobody sees follows. */
export const REST = 100;

/** Draws a chart's changes at once while it is in sight, and when they rest where it is not: what nobody sees holds up nothing that somebody does. */
export class Sight {
	#isSeen = $state(true);

	/** box: what is to be seen, once it is there; draw: reads all that it depends on. */
	constructor(box: () => Element | undefined, draw: () => void, depends: () => unknown) {
		$effect(() => {
			const element = box();
			if (!element) return;
			const observer = new IntersectionObserver((entries) => (this.#isSeen = entries[entries.length - 1].isIntersecting), { rootMargin: '100px' });
			observer.observe(element);
			return () => observer.disconnect();
		});
		$effect(() => {
			if (this.#isSeen) return draw();
			depends();
			const timer = setTimeout(draw, REST);
			return () => clearTimeout(timer);
		});
	}
}
