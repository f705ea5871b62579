import { describe, expect, it } from 'vitest';
import { opened } from './files.js';
import { parquet } from './parquet-files.js';

describe('a Parquet file', () => {
	it.each(['snappy', 'gzip', 'zstd'] as const)('packed with %s gives ids, dates, times, decimals and flags as text', async (codec) => {
		const { names, rows, line } = await opened(['orders.parquet', parquet(codec)]);
		expect(names).toEqual(['customer', 'order_id', 'order_date', 'at', 'product', 'price', 'cost', 'gift']);
		expect(rows).toEqual([
			['C1', '1', '2016-01-05', '2016-01-05 10:30:00', 'Pen', '1.5', '2.25', 'true'],
			['C2', '2', '2016-02-05', '', 'Ink', '2.5', '10', 'false'],
			['C1', '3', '2016-03-05', '2016-03-05', 'Pad', '0.1', '0.07', '']
		]);
		expect(line).toEqual([1, 2, 3]);
	});

	it('with items in lists has one row per item', async () => {
		const { names, rows } = await opened(['orders.parquet', parquet('nested')]);
		expect(names).toEqual(['order id', 'customer', 'order_date', 'item.product', 'item.price']);
		expect(rows).toHaveLength(6);
		expect(rows[1]).toEqual(['1', 'C1', '2016-01-05', 'Bag', '1']);
	});

	it('packed in a way that is not read, or cut, says so', async () => {
		await expect(opened(['a.parquet', parquet('lz4')])).rejects.toMatchObject({ code: 'file.unsupported_compression' });
		const whole = parquet('snappy');
		await expect(opened(['a.parquet', whole.slice(0, -1)])).rejects.toMatchObject({ code: 'file.damaged', facts: { format: 'parquet' } });
		await expect(opened(['a.parquet', whole.slice(0, 100)])).rejects.toMatchObject({ code: 'file.damaged' });
	});
});
