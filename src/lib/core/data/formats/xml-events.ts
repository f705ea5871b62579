import { LikelyError } from '../../errors.js';

/** What comes along in an XML text: names are without their namespace prefix. */
export interface XmlHandler {
	open(name: string, attributes: (name: string) => string | undefined): void;
	text(text: string): void;
	close(name: string): void;
}

/** Characters that one tag, or one run of text, may have. */
const LONGEST = 1 << 24;

/**
 * Tells what is in the XML of spreadsheets, piece by piece, in the order of the text. Document types, comments and
 * processing instructions are passed over, so no entity is ever defined. Throws file.damaged {format}.
 */
export class XmlEvents {
	readonly #handler: XmlHandler;
	#rest = '';

	constructor(handler: XmlHandler) {
		this.#handler = handler;
	}

	read(piece: string, last: boolean): void {
		const text = this.#rest + piece;
		let at = 0;
		for (;;) {
			const start = text.indexOf('<', at);
			if (start < 0) break;
			if (start > at) this.#handler.text(unescaped(text.slice(at, start)));
			at = start;
			const end = this.#markup(text, start);
			if (end < 0) break;
			at = end;
		}
		this.#rest = text.slice(at);
		if (this.#rest.length > LONGEST || (last && this.#rest.trim() !== '')) throw new LikelyError('file.damaged', { format: 'xlsx' });
	}

	/** Where the markup that begins at `start` ends, or -1 when it is not whole. */
	#markup(text: string, start: number): number {
		const after = (what: string): number => {
			const found = text.indexOf(what, start + 2);
			return found < 0 ? -1 : found + what.length;
		};
		if (text.startsWith('<!--', start)) return after('-->');
		if (text.startsWith('<![CDATA[', start)) {
			const end = after(']]>');
			if (end > 0) this.#handler.text(text.slice(start + 9, end - 3));
			return end;
		}
		const end = after('>');
		if (end < 0) return -1;
		const second = text.charCodeAt(start + 1);
		if (second === 33 || second === 63) return end;
		if (second === 47) this.#handler.close(local(text.slice(start + 2, end - 1).trim()));
		else {
			const closed = text.charCodeAt(end - 2) === 47;
			const tag = text.slice(start + 1, end - (closed ? 2 : 1));
			const space = tag.search(/\s/);
			const name = local(space < 0 ? tag : tag.slice(0, space));
			this.#handler.open(name, (attribute) => attributeOf(tag, attribute));
			if (closed) this.#handler.close(name);
		}
		return end;
	}
}

function local(name: string): string {
	const colon = name.indexOf(':');
	return colon < 0 ? name : name.slice(colon + 1);
}

/** An attribute with or without a namespace prefix. */
function attributeOf(tag: string, name: string): string | undefined {
	for (let at = tag.indexOf(`${name}=`); at > 0; at = tag.indexOf(`${name}=`, at + 1)) {
		const before = tag[at - 1];
		if (!/[\s:]/.test(before)) continue;
		const quote = tag[at + name.length + 1];
		const end = tag.indexOf(quote, at + name.length + 2);
		if ((quote === '"' || quote === "'") && end > 0) return unescaped(tag.slice(at + name.length + 2, end));
	}
	return undefined;
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
	if (!text.includes('&')) return text;
	return text.replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,4});/gi, (whole, entity: string) => {
		if (!entity.startsWith('#')) return named[entity] ?? whole;
		const code = entity[1] === 'x' || entity[1] === 'X' ? parseInt(entity.slice(2), 16) : parseInt(entity.slice(1), 10);
		return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
	});
}
