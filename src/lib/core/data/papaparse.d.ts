// The one part of PapaParse that core uses. Its published types pull Node and the DOM into every program that imports them.
declare module 'papaparse/papaparse.js' {
	interface ParsedRows {
		readonly data: string[][];
		readonly errors: readonly { readonly code: string }[];
		/** cursor: characters up to the end of the last row returned. */
		readonly meta: { readonly cursor: number };
	}

	interface ParserOptions {
		delimiter: string;
		newline: '\n' | '\r';
		quoteChar?: string;
		escapeChar?: string;
		preview?: number;
		/** Called after each row, which is then the only one in `data`. */
		step?: (row: ParsedRows) => void;
	}

	const Papa: {
		readonly Parser: new (options: ParserOptions) => {
			parse(input: string, baseIndex: number, ignoreLastRow: boolean): ParsedRows;
			abort(): void;
		};
	};
	export default Papa;
}
