import { describe, expect, it } from 'vitest';
import { openOrders } from '../../../src/lib/core/data/formats/open.js';
import { guessMapping } from '../../../src/lib/core/data/mapping.js';
import { memorySource } from '../../../src/lib/core/data/source.js';
import { toTransactions } from '../../../src/lib/core/data/transactions.js';
import { orders } from '../../fixtures/shop-exports.js';
import { cellsOf, utf16 } from './tables.js';

const lines = orders.flatMap((order) => order.items.map((item) => ({ order, item })));
const day = (time: Date): string => time.toISOString().slice(0, 10);

async function imported(text: string | Uint8Array, keep: readonly string[] = []) {
	const { table } = await openOrders([memorySource('export.csv', text)]);
	const { mapping, missing } = guessMapping(table);
	return { table, mapping, missing, made: missing.includes('customer') || missing.includes('product') ? undefined : toTransactions(table, mapping, undefined, { keep }) };
}

describe('a log of events', () => {
	const log = [
		'event_time,event_type,product_id,price,user_id',
		...lines.flatMap(({ order, item }) => ['view', 'view', 'cart', 'purchase'].map((event, i) => `${day(order.time)} 10:0${i}:00 UTC,${event},${item.sku},${item.price},${order.customer.n}`))
	].join('\n');

	it('is read for its purchases alone; views and carts are counted', async () => {
		const { made } = await imported(log);
		expect(made?.quality).toMatchObject({ rows: 4 * lines.length, used: lines.length, customers: 15 });
		expect(made?.quality.rejections).toMatchObject([{ code: 'row.not_purchase', count: 3 * lines.length, examples: [{ line: 2, value: 'view' }, {}, {}, {}, {}] }]);
	});

	it('is used whole where the person wants that', async () => {
		expect((await imported(log, ['row.not_purchase'])).made?.quality.used).toBe(4 * lines.length);
	});
});

it('orders whose payment failed are no purchases, on all their lines', async () => {
	const text = ['Order,Order Status,Date,Customer,Product', ...lines.map(({ order, item }) => `${order.n},${item === order.items[0] ? (order.n % 10 ? 'completed' : 'failed') : ''},${day(order.time)},${order.customer.name},${item.sku}`)].join('\n');
	const { made } = await imported(text);
	expect(made?.quality).toMatchObject({ orders: orders.length - 12, used: lines.filter(({ order }) => order.n % 10).length });
});

describe('a basket in one cell', () => {
	it.each([
		['Python', 'Product', (names: readonly string[]) => `"[${names.map((name) => `'${name}'`).join(', ')}]"`],
		['JSON', 'Items', (names: readonly string[]) => `"${JSON.stringify(names).replaceAll('"', '""')}"`],
		['semicolons', 'Basket', (names: readonly string[]) => names.join('; ')]
	])('written with %s becomes a line for each product', async (_, column, list) => {
		const text = [`Member,Date,${column}`, ...orders.map(({ customer, time, items }) => `${1000 + customer.n},${day(time)},${list(items.map(({ name }) => name.replace(/[,"]/g, '')))}`)].join('\n');
		const { made, table } = await imported(text);
		expect(made?.quality).toMatchObject({ rows: lines.length, used: lines.length, products: 9, customers: 15 });
		expect([...table.line.subarray(0, orders[0].items.length)]).toEqual(orders[0].items.map(() => 2));
	});

	it('is none where names have commas', async () => {
		const text = ['Customer,Date,Product', ...Array.from({ length: 60 }, (_, i) => `${i % 7},2022-01-${String(1 + (i % 28)).padStart(2, '0')},"Pen no. ${i % 30}, size ${i % 30}"`)].join('\n');
		expect((await imported(text)).table.rows).toBe(60);
	});
});

describe('columns of numbers between spaces', () => {
	const text = lines.map(({ order, item }) => ` ${String(order.customer.n).padStart(5, '0')} ${day(order.time).replaceAll('-', '')} ${item.quantity}${String(item.price.toFixed(2)).padStart(9)}  \r\n`).join('');
	const rows = lines.map(({ order, item }) => [String(order.customer.n).padStart(5, '0'), day(order.time).replaceAll('-', ''), String(item.quantity), item.price.toFixed(2)]);

	it.each([
		['UTF-8', text],
		['UTF-16', utf16(text)]
	])('are cut there, in %s', async (_, content) => {
		const { table, mapping } = await imported(content);
		expect(cellsOf(table).rows).toEqual(rows);
		expect(table.uneven).toBeUndefined();
		expect(mapping.columns.date).toBe('Column 2');
	});
});

describe('a column', () => {
	const table = (header: string, row: (line: (typeof lines)[number], i: number) => string): string => [header, ...lines.map(row)].join('\n');

	it('of days that are counted is the date where there is no other', async () => {
		const { mapping, made } = await imported(table('household_key,BASKET_ID,DAY,PRODUCT_ID', ({ order, item }) => `${order.customer.n},${9000 + order.n},${1 + 4 * order.n},${item.sku}`));
		expect(mapping.columns.date).toBe('DAY');
		expect(made?.quality).toMatchObject({ from: 1, to: 477, notes: ['dates.day_numbers'] });
	});

	it('of seconds since 1970 may have lost its form', async () => {
		const { mapping, made } = await imported(table('user,ts,sku', ({ order, item }) => `${order.customer.email},${Math.floor(order.time.getTime() / 1000)}.0,${item.sku}`));
		expect(mapping.columns.date).toBe('ts');
		expect(Math.floor(made?.quality.from ?? 0)).toBe(Math.floor(orders[0].time.getTime() / 86_400_000));
	});

	it('of times of day is no customer', async () => {
		const { missing } = await imported(table('Invoice,Date,Time,Product line,Total', ({ order, item }) => `${order.n},${day(order.time)},${order.time.toISOString().slice(11, 16)},${item.kind},${item.price}`));
		expect(missing).toEqual(['customer']);
	});

	it('of kinds of customers is not the customer', async () => {
		const { mapping } = await imported(table('Order,Date,Customer_Name,Product,Customer_Category', ({ order, item }) => `${order.n},${day(order.time)},${order.customer.name},${item.sku},${['Student', 'Retired'][order.customer.n % 2]}`));
		expect(mapping.columns.customer).toBe('Customer_Name');
	});

	it('of earlier purchases is no order number', async () => {
		const { mapping } = await imported(table('Customer ID,Item Purchased,Previous Purchases', ({ order, item }, i) => `${order.customer.n},${item.name.replace(/[,"]/g, '')},${i % 50}`));
		expect(mapping.columns.order).toBeUndefined();
	});

	it('of prices may say that tax is in them', async () => {
		const { mapping } = await imported(
			table('id_order,date_add,id_customer,product,product_quantity,unit_price_tax_incl,total_price_tax_incl', ({ order, item }) => `${order.n},${day(order.time)},${order.customer.n},${item.sku},${item.quantity},${item.price}0000,${item.price * item.quantity}`)
		);
		expect(mapping.columns).toMatchObject({ price: 'unit_price_tax_incl', amount: 'total_price_tax_incl', quantity: 'product_quantity' });
	});

	it('of small whole numbers beside prices is how many, though it is called amount', async () => {
		const { mapping } = await imported(table('TRANSACTION_DT,CUSTOMER_ID,PRODUCT_ID,AMOUNT,SALES_PRICE', ({ order, item }) => `${day(order.time)},${order.customer.n},${item.sku},${item.quantity},${Math.round(10 * item.price)}`));
		expect(mapping.columns).toMatchObject({ quantity: 'AMOUNT', price: 'SALES_PRICE' });
	});

	describe('of prices', () => {
		const head = 'TRANSACTION_DT,CUSTOMER_ID,PRODUCT_ID,AMOUNT,SALES_PRICE';
		const priced = (price: (each: number, quantity: number, i: number) => number) =>
			guessOf(table(head, ({ order, item }, i) => `${day(order.time)},${order.customer.n},${item.sku},${1 + (i % 3)},${price(Math.round(10 * item.price), 1 + (i % 3), i)}`));

		it('that grow with the quantity of the same product are what the line cost', async () => {
			const { mapping, guesses, priceDoubt } = await priced((each, quantity) => each * quantity);
			expect(mapping.columns).toMatchObject({ quantity: 'AMOUNT', amount: 'SALES_PRICE' });
			expect(mapping.columns.price).toBeUndefined();
			expect(priceDoubt).toBeUndefined();
			expect(guesses.find(({ name }) => name === 'SALES_PRICE')?.reason).toEqual({ code: 'of_line' });
		});

		it('that stay as they are, but for a rise, are those of a piece', async () => {
			const { mapping, priceDoubt } = await priced((each, _, i) => each * (i > 50 ? 1.2 : 1));
			expect([mapping.columns.price, priceDoubt]).toEqual(['SALES_PRICE', undefined]);
		});

		it('that do now the one and now the other leave it to the person', async () => {
			const { mapping, priceDoubt } = await priced((each, quantity, i) => (i % 100 < 50 ? each * quantity : each));
			expect([mapping.columns.price, priceDoubt]).toEqual(['SALES_PRICE', 'SALES_PRICE']);
		});

		it('that move in other ways say nothing, and nobody is asked', async () => {
			const { mapping, priceDoubt } = await priced((_, quantity, i) => 100 + ((i * 7919 + quantity * 31) % 2903));
			expect([mapping.columns.price, priceDoubt]).toEqual(['SALES_PRICE', undefined]);
		});

		it('called an amount, though they never grow, leave it to the person', async () => {
			const { mapping, priceDoubt } = await guessOf(table('Date,Customer,SKU,Quantity,Sales', ({ order, item }, i) => `${day(order.time)},${order.customer.n},${item.sku},${1 + (i % 3)},${item.price}`));
			expect([mapping.columns.amount, priceDoubt]).toEqual(['Sales', 'Sales']);
		});
	});
});

async function guessOf(text: string) {
	return guessMapping((await openOrders([memorySource('export.csv', text)])).table);
}
