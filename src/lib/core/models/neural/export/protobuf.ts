/** Writes the wire format of protocol buffers: fields in the order in which they are added. */
export class Message {
	#parts: Uint8Array[] = [];
	#size = 0;

	/** A whole number from 0, as a varint. */
	integer(field: number, value: number): this {
		return this.#add(varint(field * 8)).#add(varint(value));
	}

	/** Whole numbers from 0, packed. */
	integers(field: number, values: Uint32Array): this {
		const bytes = new Uint8Array(values.length * 5);
		let at = 0;
		for (let value of values) {
			for (; value >= 128; value = Math.floor(value / 128)) bytes[at++] = (value % 128) + 128;
			bytes[at++] = value;
		}
		return this.bytes(field, bytes.slice(0, at));
	}

	text(field: number, value: string): this {
		return this.bytes(field, new TextEncoder().encode(value));
	}

	message(field: number, value: Message): this {
		return this.bytes(field, value.finish());
	}

	bytes(field: number, value: Uint8Array): this {
		return this.#add(varint(field * 8 + 2)).#add(varint(value.length)).#add(value);
	}

	/** All that was added, in one piece. */
	finish(): Uint8Array<ArrayBuffer> {
		const out = new Uint8Array(this.#size);
		let at = 0;
		for (const part of this.#parts) {
			out.set(part, at);
			at += part.length;
		}
		return out;
	}

	#add(part: Uint8Array): this {
		this.#parts.push(part);
		this.#size += part.length;
		return this;
	}
}

function varint(value: number): Uint8Array {
	const bytes: number[] = [];
	for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
	bytes.push(value);
	return Uint8Array.from(bytes);
}
