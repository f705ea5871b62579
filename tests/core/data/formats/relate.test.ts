import { describe, expect, it } from 'vitest';
import { openOrders } from '../../../../src/lib/core/data/formats/open.js';
import { guessMapping } from '../../../../src/lib/core/data/mapping.js';
import { returnedOrders } from '../../../../src/lib/core/data/returns.js';
import { memorySource } from '../../../../src/lib/core/data/source.js';
import { toTransactions } from '../../../../src/lib/core/data/transactions.js';
import { orders } from '../../../fixtures/shop-exports.js';

type Cell = string | number;
const csv = (header: string, rows: readonly (readonly Cell[])[]): string => [header, ...rows.map((row) => row.map((cell) => (String(cell).includes(',') ? `"${cell}"` : cell)).join(','))].join('\n');
const lines = orders.flatMap((order) => order.items.map((item) => ({ order, item })));
const goods = [...new Map(lines.map(({ item }) => [item.sku, item])).values()].sort((a, b) => (a.sku < b.sku ? -1 : 1));
const numberOf = (sku: string): number => goods.findIndex((one) => one.sku === sku);
const people = [...new Map(orders.map(({ customer }) => [customer.n, customer])).values()];
const money = lines.reduce((sum, { item }) => sum + item.price * item.quantity, 0);
const hash = (n: number): string => ((n + 1) * 2654435761).toString(16).padStart(10, 'e');

async function imported(files: Readonly<Record<string, string>>) {
	const { table, returns, parts } = await openOrders(Object.entries(files).map(([name, text]) => memorySource(name, text)));
	const { mapping, missing } = guessMapping(table);
	const { transactions, quality } = toTransactions(table, mapping, returns && returnedOrders(returns));
	return { mapping, missing, quality, parts, spent: transactions.amount.reduce((sum, n) => sum + n, 0) };
}

describe('files that look each other up', () => {
	it('of a shop database are one table of order lines: lines, orders, products, categories, customers', async () => {
		const found = await imported({
			'categories.csv': csv('CategoryID,CategoryName', ['Office', 'Paper', 'Writing'].map((kind, i) => [i + 1, kind])),
			'customers.csv': csv('CustomerID,CustomerName,City', people.map(({ n, name, city }) => [n + 1, name, city])),
			'order_details.csv': csv('OrderDetailID,OrderID,ProductID,Quantity', lines.map(({ order, item }, i) => [i + 1, 10_248 + order.n, numberOf(item.sku) + 1, item.quantity])),
			'orders.csv': csv('OrderID,CustomerID,OrderDate', orders.map(({ n, customer, time }) => [10_248 + n, customer.n + 1, time.toISOString().slice(0, 10)])),
			'products.csv': csv('ProductID,ProductName,CategoryID,Price', goods.map(({ name, kind, price }, i) => [i + 1, name, ['Office', 'Paper', 'Writing'].indexOf(kind) + 1, price]))
		});
		expect(found.missing).toEqual([]);
		expect(found.parts.map(({ use }) => use)).toEqual(['joined', 'joined', 'orders', 'joined', 'joined']);
		expect(found.quality).toMatchObject({ rows: lines.length, used: lines.length, customers: 15, orders: orders.length });
		expect(found.mapping.columns).toMatchObject({ date: 'OrderDate', quantity: 'Quantity', order: 'OrderID' });
		expect(found.spent).toBeCloseTo(money, 2);
	});

	it('may call their keys id, and the customer by another number on every order', async () => {
		const found = await imported({
			'shop_items.csv': csv('order_id,order_item_id,product_id,price,freight_value', lines.map(({ order, item }, i) => [hash(order.n), (i % 3) + 1, hash(900 + numberOf(item.sku)), item.price, 3.5])),
			'shop_orders.csv': csv('id,customer_id,order_status,order_purchase_timestamp', orders.map(({ n, time }) => [hash(n), hash(5000 + n), 'delivered', time.toISOString().slice(0, 19).replace('T', ' ')])),
			'shop_customers.csv': csv('customer_id,customer_unique_id,customer_city,customer_state', orders.map(({ n, customer }) => [hash(5000 + n), hash(700 + customer.n), customer.city, customer.state])),
			'shop_products.csv': csv('id,product_category,product_photos_qty', goods.map(({ sku, kind }) => [hash(900 + numberOf(sku)), kind, (numberOf(sku) % 4) + 1]))
		});
		expect(found.missing).toEqual([]);
		expect(found.mapping.columns).toMatchObject({ customer: 'customer_unique_id', date: 'order_purchase_timestamp', price: 'price', region: 'customer_state' });
		expect(found.mapping.columns.quantity).toBeUndefined();
		expect(found.quality).toMatchObject({ used: lines.length, customers: 15, orders: orders.length });
	});

	it('give names to what the lines have as numbers only', async () => {
		const found = await imported({
			'sales.csv': csv('basket_id,household_key,article_id,sales_value,date', lines.map(({ order, item }) => [order.n + 1, order.customer.n + 1, numberOf(item.sku) + 5000, item.price, order.time.toISOString().slice(0, 10)])),
			'articles.csv': csv('article_id,article_name', goods.map(({ name }, i) => [i + 5000, name]))
		});
		expect(found.mapping.columns.product).toBe('article_name');
		expect(found.quality).toMatchObject({ used: lines.length, products: goods.length });
	});

	it('do not turn returns into orders, nor join what knows few of their ids', async () => {
		const found = await imported({
			'orders.csv': csv('Order ID,Customer ID,Order Date,Product,Sales', orders.map(({ n, customer, time, items: [item] }) => [`O-${n}`, `C-${customer.n}`, time.toISOString().slice(0, 10), item.name, item.price])),
			'returns.csv': csv('Order ID,Returned', orders.slice(0, 9).map(({ n }) => [`O-${n}`, 'Yes'])),
			'letters.csv': csv('Customer ID,Letter', people.slice(0, 5).map(({ n }) => [`C-${n}`, 'sent']))
		});
		expect(found.parts.map(({ use }) => use)).toEqual(['orders', 'returns', 'unused']);
		expect(found.quality).toMatchObject({ used: orders.length, returned: 9 });
	});
});
