import { steady } from './live.js';
import { Sight } from './sight.svelte.js';

interface Given<Row, Shape extends object, Part> {
	readonly rows: () => readonly Row[];
	/** What a row is made of. */
	readonly shape: (row: Row) => Shape;
	/** The elements of the rows within the one that holds them; its children unless told. */
	readonly elements?: (holder: Element) => Iterable<Element>;
	/** The parts of a row that are written anew. */
	readonly parts: (element: Element) => Part;
	readonly draw: (parts: Part, row: Row) => void;
}

/**
 * The rows of a chart that moves with a slider. They are made anew only where what they are made of changes; otherwise
 * what they say is written to where it stands, of all rows in one effect, and later where nobody sees it.
 */
export class LiveRows<Row, Shape extends object, Part> {
	/** The element that holds the rows: to be bound. */
	holder = $state<Element>();
	readonly rows: readonly Row[];
	/** In the order of the rows; the same one as long as all rows are made of the same. */
	readonly shapes: readonly Shape[];
	/** In the order of the rows; another holder or other shapes have others. */
	readonly parts: readonly Part[];

	constructor({ rows, shape, elements = ({ children }) => children, parts, draw }: Given<Row, Shape, Part>) {
		const kept = steady<Shape>();
		this.rows = $derived(rows());
		this.shapes = $derived(kept(this.rows.map(shape)));
		this.parts = $derived(this.holder && this.shapes.length ? Array.from(elements(this.holder), parts) : []);
		new Sight(
			() => this.holder,
			() => this.parts.forEach((part, i) => draw(part, this.rows[i])),
			() => [this.parts, this.rows]
		);
	}
}
