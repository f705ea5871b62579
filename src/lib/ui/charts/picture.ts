/** A chart as a file of its own. */
export interface Picture {
	/** A whole SVG document. */
	readonly svg: string;
	readonly width: number;
	readonly height: number;
}

const SVG = 'http://www.w3.org/2000/svg';
const MARGIN = 16;
/** Drawn properties that styles may set; everything else is in the attributes already. */
const painted = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'opacity', 'paint-order'] as const;
/** Those of texts alone. */
const lettered = ['font-family', 'font-size', 'font-weight', 'text-anchor'] as const;
/** Pixels that a title takes that is not on the screen. */
const TITLE = 36;

/**
 * What a figure shows now, as one SVG that needs no style sheet: its marks, its texts where they stand, and the
 * backgrounds of its cells. Left out is what is only of use on the screen (`data-screen`) or for the ear; a title that the
 * page has elsewhere is put above it.
 */
export function pictureOf(figure: HTMLElement): Picture {
	const back = laidOutForPaper(figure);
	try {
		return drawn(figure);
	} finally {
		back();
	}
}

/** Takes what is only for the screen out of the flow, so that it leaves no gap, and scrolls everything to its beginning; gives the way back. */
function laidOutForPaper(figure: HTMLElement): () => void {
	const tools = [...figure.querySelectorAll<HTMLElement>('[data-screen]')].map((element) => ({ element, before: element.style.position }));
	const scrolled = [...figure.querySelectorAll('*')].filter((element) => element.scrollLeft || element.scrollTop).map((element) => ({ element, left: element.scrollLeft, top: element.scrollTop }));
	for (const { element } of tools) element.style.position = 'absolute';
	for (const { element } of scrolled) element.scrollTo({ left: 0, top: 0, behavior: 'instant' });
	return () => {
		for (const { element, before } of tools) element.style.position = before;
		for (const { element, left, top } of scrolled) element.scrollTo({ left, top, behavior: 'instant' });
	};
}

function drawn(figure: HTMLElement): Picture {
	const origin = figure.getBoundingClientRect();
	const heading = figure.querySelector('h2, h3, h4');
	const name = heading?.textContent?.trim() ?? '';
	const isBare = heading?.classList.contains('visually-hidden') ?? false;
	const root = document.createElementNS(SVG, 'svg');
	const drawing = new Drawing(root, origin.left - MARGIN, origin.top - MARGIN - (isBare ? TITLE : 0));
	drawing.element(figure);
	const width = Math.ceil(Math.max(origin.width + MARGIN, drawing.right) + MARGIN);
	const height = Math.ceil(drawing.bottom + MARGIN);
	set(root, { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img' });
	if (isBare) root.prepend(titleAbove(figure, name));
	root.prepend(shape('title', {}, name), shape('rect', { x: 0, y: 0, width, height, fill: surfaceUnder(figure) }));
	return { svg: new XMLSerializer().serializeToString(root), width, height };
}

function titleAbove(figure: HTMLElement, name: string): SVGElement {
	const { color, fontFamily } = getComputedStyle(figure);
	const { colour } = rgb(color);
	return shape('text', { x: MARGIN, y: MARGIN + 16, fill: colour, 'font-family': fontFamily, 'font-size': 17, 'font-weight': '650' }, name);
}

/** The same as a bitmap, two pixels for one. */
export async function pngOf({ svg, width, height }: Picture, scale = 2): Promise<Blob> {
	const image = new Image(width, height);
	image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
	await image.decode();
	const canvas = canvasOf(width * scale, height * scale);
	canvas.getContext('2d')?.drawImage(image, 0, 0, width * scale, height * scale);
	return new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error('toBlob'))), 'image/png'));
}

function canvasOf(width: number, height: number): HTMLCanvasElement {
	return Object.assign(document.createElement('canvas'), { width, height });
}

class Drawing {
	right = 0;
	bottom = 0;

	constructor(
		private readonly root: SVGSVGElement,
		private readonly left: number,
		private readonly top: number
	) {}

	element(element: Element): void {
		const style = getComputedStyle(element);
		const unseen = style.display === 'none' || style.visibility === 'hidden' || element.classList.contains('visually-hidden');
		if (unseen || element.hasAttribute('data-screen')) return;
		if (element instanceof SVGSVGElement) return this.#marks(element);
		this.#box(element, style);
		for (const child of element.childNodes) {
			if (child instanceof Element) this.element(child);
			else if (child instanceof Text) this.#text(child, style);
		}
	}

	#marks(svg: SVGSVGElement): void {
		const box = svg.getBoundingClientRect();
		const copy = document.createElementNS(SVG, 'svg');
		set(copy, { ...this.#place(box), overflow: 'visible' });
		const viewBox = svg.getAttribute('viewBox');
		if (viewBox) set(copy, { viewBox });
		copyChildren(svg, copy);
		this.root.append(copy);
	}

	/** Background and the line below, where there are any. */
	#box(element: Element, style: CSSStyleDeclaration): void {
		const box = element.getBoundingClientRect();
		const { colour, opacity } = rgb(style.backgroundColor);
		if (opacity > 0 && box.width > 0 && box.height > 0)
			this.root.append(shape('rect', { ...this.#place(box), fill: colour, 'fill-opacity': opacity, rx: Math.min(box.height / 2, parseFloat(style.borderTopLeftRadius) || 0) }));
		const line = rgb(style.borderBottomColor);
		if (style.borderBottomStyle === 'solid' && parseFloat(style.borderBottomWidth) > 0 && line.opacity > 0)
			this.root.append(
				shape('rect', { x: box.left - this.left, y: box.bottom - this.top - 1, width: box.width, height: 1, fill: line.colour, 'fill-opacity': line.opacity })
			);
	}

	#text(node: Text, style: CSSStyleDeclaration): void {
		for (const { text, box } of linesOf(node)) {
			const size = parseFloat(style.fontSize);
			const { colour, opacity } = rgb(style.color);
			const end = style.textOverflow === 'ellipsis' ? (node.parentElement?.getBoundingClientRect().right ?? Infinity) : Infinity;
			const { x, y, height } = this.#place(box.right > end + 1 ? new DOMRect(box.x, box.y, end - box.x, box.height) : box);
			const words = box.right > end + 1 ? shortened(node, end - size) : text;
			const facts = { x, y: y + height / 2 + size * 0.35, fill: colour, 'fill-opacity': opacity };
			this.root.append(shape('text', { ...facts, 'font-family': style.fontFamily, 'font-size': size, 'font-weight': style.fontWeight }, words));
		}
	}

	#place(box: DOMRect) {
		this.right = Math.max(this.right, box.right - this.left);
		this.bottom = Math.max(this.bottom, box.bottom - this.top);
		return { x: round(box.left - this.left), y: round(box.top - this.top), width: round(box.width), height: round(box.height) };
	}
}

/** As much of a text as ends before a place on the page, and an ellipsis. */
function shortened(node: Text, before: number): string {
	const range = document.createRange();
	const start = node.data.search(/\S/);
	range.setStart(node, start);
	for (let end = node.data.length; end > start; end--) {
		range.setEnd(node, end);
		if (range.getBoundingClientRect().right <= before) return `${node.data.slice(start, end).trim()}…`;
	}
	return '…';
}

/** The lines that a text is broken into, with where they are. */
function linesOf(node: Text): { text: string; box: DOMRect }[] {
	const lines: { text: string; box: DOMRect }[] = [];
	const range = document.createRange();
	for (const { index, 0: word } of node.data.matchAll(/\S+/g)) {
		range.setStart(node, index);
		range.setEnd(node, index + word.length);
		const box = range.getBoundingClientRect();
		if (box.width === 0) continue;
		const last = lines.at(-1);
		if (last && Math.abs(last.box.top - box.top) < 2) {
			last.text += ` ${word}`;
			last.box = new DOMRect(last.box.x, last.box.y, box.right - last.box.x, last.box.height);
		} else lines.push({ text: word, box });
	}
	return lines;
}

function copyChildren(from: Element, to: Element): void {
	for (const child of from.children) {
		const style = getComputedStyle(child);
		if (style.display === 'none' || style.visibility === 'hidden') continue;
		const copy = document.createElementNS(SVG, child.localName);
		for (const { name, value } of child.attributes) if (!/^(class|style|id|role|tabindex|aria-|data-)/.test(name)) copy.setAttribute(name, value);
		const isText = child instanceof SVGTextContentElement;
		for (const name of isText ? [...painted, ...lettered] : painted) {
			const value = style.getPropertyValue(name);
			const paint = name === 'fill' || name === 'stroke';
			if (paint && value !== 'none' && !value.startsWith('url')) {
				const { colour, opacity } = rgb(value);
				set(copy, { [name]: colour, ...(opacity < 1 && { [`${name}-opacity`]: opacity }) });
			} else set(copy, { [name]: value });
		}
		if (child.children.length) copyChildren(child, copy);
		else if (child.textContent) copy.textContent = child.textContent;
		to.append(copy);
	}
}

const known = new Map<string, { colour: string; opacity: number }>();

/** Any colour of a style sheet in a way that every program reads: painted once, and looked at. */
function rgb(colour: string): { colour: string; opacity: number } {
	const before = known.get(colour);
	if (before) return before;
	const context = canvasOf(1, 1).getContext('2d');
	if (!context) return { colour, opacity: 1 };
	context.fillStyle = colour;
	context.fillRect(0, 0, 1, 1);
	const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
	const found = { colour: `rgb(${r},${g},${b})`, opacity: round(a / 255) };
	known.set(colour, found);
	return found;
}

/** The colour of the sheet that the figure lies on. */
function surfaceUnder(element: Element): string {
	for (let at: Element | null = element; at; at = at.parentElement) {
		const { colour, opacity } = rgb(getComputedStyle(at).backgroundColor);
		if (opacity === 1) return colour;
	}
	return 'rgb(255,255,255)';
}

function shape(name: 'rect' | 'text' | 'title', attributes: Readonly<Record<string, string | number>>, text?: string): SVGElement {
	const element = document.createElementNS(SVG, name);
	set(element, attributes);
	if (text !== undefined) element.textContent = text;
	return element;
}

function set(element: Element, attributes: Readonly<Record<string, string | number>>): void {
	for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(typeof value === 'number' ? round(value) : value));
}

const round = (value: number) => Math.round(value * 100) / 100;
