/**
 * What charts say anew while a slider moves. Rows and cells are made once, as Svelte makes everything; their numbers are
 * then written straight to where they stand, all of a chart in one effect: with an effect for each number, telling them
 * took longer than drawing them.
 */

/** Gives what it gave before as long as all items have the same fields, so that what is made of them is not made anew. */
export function steady<Item extends object>(): (now: readonly Item[]) => readonly Item[] {
	let last: readonly Item[] = [];
	return (now) => {
		if (now.length !== last.length || now.some((item, i) => !alike(item, last[i]))) last = now;
		return last;
	};
}

function alike<Item extends object>(a: Item, b: Item): boolean {
	for (const key in a) if (!Object.is(a[key], b[key])) return false;
	return true;
}

/** Writes a text where another one stands: a text that is written again is laid out again. Gives whether it was another. */
export function say(place: Element | null | undefined, text: string): boolean {
	const node = place?.firstChild;
	if (node instanceof Text && node.data === text) return false;
	if (node instanceof Text) node.data = text;
	else place?.replaceChildren(text);
	return place !== null && place !== undefined;
}

/** Sets attributes that are not as they are to be. */
export function set(part: Element | null | undefined, attributes: Readonly<Record<string, string>>): void {
	if (!part) return;
	for (const name in attributes) if (part.getAttribute(name) !== attributes[name]) part.setAttribute(name, attributes[name]);
}

/** Gives a part one class of a list and takes the others of the list away. */
export function choose(part: Element | null | undefined, classes: readonly string[], chosen: string): void {
	if (!part || (chosen && part.classList.contains(chosen))) return;
	part.classList.remove(...classes);
	if (chosen) part.classList.add(chosen);
}
