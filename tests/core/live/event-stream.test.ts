import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventStream } from '../../../src/lib/core/live/event-stream.js';

const stream = 'retry: 100\n\n: a comment\nid: 1\ndata: one\n\nid: 2\r\ndata:two\r\ndata:  lines\r\n\r\nevent: other\ndata: not ours\n\ndata\rid\r\rdata: last\n\n';
const events = [
	{ id: '1', data: 'one' },
	{ id: '2', data: 'two\n lines' },
	{ id: '', data: '' },
	{ id: '', data: 'last' }
];

describe('a stream of events', () => {
	it('is the same however it is cut', () => {
		expect(new EventStream().push(stream)).toEqual(events);
		fc.assert(
			fc.property(fc.array(fc.nat(stream.length)), (cuts) => {
				const parser = new EventStream();
				const at = [0, ...cuts.sort((a, b) => a - b), stream.length];
				expect(at.slice(1).flatMap((end, i) => parser.push(stream.slice(at[i], end)))).toEqual(events);
			})
		);
	});

	it('gives an event only when it is over, and not one that never is', () => {
		const parser = new EventStream();
		expect(parser.push('data: half')).toEqual([]);
		expect(parser.push('\n')).toEqual([]);
		expect(parser.push('\n')).toEqual([{ id: undefined, data: 'half' }]);
		expect(() => new EventStream().push('x'.repeat(20_000_001))).toThrow(RangeError);
	});
});
