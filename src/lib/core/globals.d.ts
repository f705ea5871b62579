// The few globals that a page, a worker, a service worker and Node all have. Nothing else may be used in core.
interface Performance {
	now(): number;
}
declare var performance: Performance;
declare function setTimeout(callback: () => void, ms?: number): unknown;
interface AbortSignal {
	readonly aborted: boolean;
	readonly reason: unknown;
	throwIfAborted(): void;
}
interface TextDecoder {
	decode(input?: ArrayBufferView | ArrayBuffer, options?: { stream?: boolean }): string;
}
declare var TextDecoder: {
	prototype: TextDecoder;
	new (label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean }): TextDecoder;
};
interface TextEncoder {
	encode(input?: string): Uint8Array<ArrayBuffer>;
}
declare var TextEncoder: {
	prototype: TextEncoder;
	new (): TextEncoder;
};
declare namespace WebAssembly {
	type Module = object;
	var Module: new (bytes: Uint8Array<ArrayBuffer>) => Module;
	interface Instance {
		readonly exports: Readonly<Record<string, unknown>>;
	}
	interface Memory {
		readonly buffer: ArrayBufferLike;
		grow(pages: number): number;
	}
	var Memory: new (limits: { initial: number; maximum: number; shared?: boolean }) => Memory;
	var Instance: new (module: Module, imports?: Record<string, Record<string, unknown>>) => Instance;
}
