import { LikelyError } from '../errors.js';

/** Takes a text piece by piece, and hands its records out as soon as they are whole. */
export interface Cutter {
	push(piece: string): string[];
	/** What is left at the end. Throws `history.not_history` where something is missing. */
	end(): string[];
}

/** Elements of one JSON array, each as text of its own. Throws `history.not_history` where something follows the array. */
export function jsonElements(): Cutter {
	let waiting = '';
	let depth = 0;
	let inText = false;
	let escaped = false;
	let any = false;
	const isDone = () => any && depth === 0;
	return {
		push(piece) {
			const elements: string[] = [];
			let start = 0;
			const cut = (end: number, isLast: boolean): void => {
				const text = (waiting + piece.slice(start, end)).trim();
				waiting = '';
				start = end + 1;
				if (text || !isLast) elements.push(text);
			};
			for (let i = 0; i < piece.length; i++) {
				const char = piece[i];
				if (escaped) escaped = false;
				else if (inText) {
					if (char === '\\') escaped = true;
					else if (char === '"') inText = false;
				} else if (isDone()) {
					if (char.trim()) throw new LikelyError('history.not_history');
				} else if (char === '"') inText = true;
				else if (char === '[' || char === '{') {
					depth++;
					if (!any) start = i + 1;
					any = true;
				} else if (char === ']' || char === '}') {
					depth--;
					if (depth === 0) cut(i, true);
				} else if (char === ',' && depth === 1) cut(i, false);
			}
			if (any && !isDone()) waiting += piece.slice(start);
			return elements;
		},
		end() {
			if (!isDone()) throw new LikelyError('history.not_history');
			return [];
		}
	};
}

/** Lines of a CSV text; a line end within quotes belongs to its cell. */
export function csvLines(): Cutter {
	let waiting = '';
	let quoted = false;
	return {
		push(piece) {
			const lines: string[] = [];
			let start = 0;
			for (let i = 0; i < piece.length; i++) {
				if (piece[i] === '"') quoted = !quoted;
				else if (piece[i] === '\n' && !quoted) {
					lines.push(waiting + piece.slice(start, i));
					waiting = '';
					start = i + 1;
				}
			}
			waiting += piece.slice(start);
			return lines;
		},
		end() {
			return waiting ? [waiting] : [];
		}
	};
}
