import { pictureOf } from '../../src/lib/ui/charts/picture.js';
import '../../src/lib/ui/style/tokens.css';

const shapes = 'rect, circle, line, path';
const places = ['x', 'y', 'width', 'height', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy', 'r', 'd'];

/** The marks of a chart's exported picture at a width of 640, a line each: where they are, and their colours; without what fonts decide. */
export async function marksAt640(container: HTMLElement): Promise<string[]> {
	container.style.inlineSize = '640px';
	// The first frame tells the chart of its width, the second one shows it.
	for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
	const figure = container.querySelector('figure');
	if (!figure) return [];
	const picture = new DOMParser().parseFromString(pictureOf(figure).svg, 'image/svg+xml').documentElement;
	const drawn = [...picture.querySelectorAll(':scope svg')].flatMap((svg) => [...svg.querySelectorAll(shapes)].map(lineOf));
	const cells = [...picture.children].filter((child) => child.localName === 'rect').slice(1);
	return [...drawn, ...cells.map((cell) => `cell ${paint(cell, 'fill')}`)];
}

function lineOf(mark: Element): string {
	const at = places.flatMap((name) => {
		const value = mark.getAttribute(name);
		return value === null ? [] : `${name}=${value.replace(/-?\d+\.\d+/g, (number) => String(Math.round(Number(number) * 10) / 10))}`;
	});
	const colours = (['fill', 'stroke'] as const).flatMap((name) => (mark.getAttribute(name) === 'none' ? [] : `${name}=${paint(mark, name)}`));
	return [mark.localName, ...at, ...colours].join(' ');
}

const paint = (mark: Element, name: 'fill' | 'stroke') => `${mark.getAttribute(name)}${mark.hasAttribute(`${name}-opacity`) ? `/${mark.getAttribute(`${name}-opacity`)}` : ''}`;
