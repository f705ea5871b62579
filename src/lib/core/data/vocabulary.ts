import type { Role } from './types.js';

/** A concept as the stems of the words that stand for it, in the languages of common exports (without accents). */
const stems = {
	customer:
		'customer costumer cust client member user buyer shopper household hshd account cardholder patron consumer subscriber visitor purchaser ' +
		'kunde kunden kaufer besteller auftraggeber mitglied nutzer benutzer kundin acheteur membre adherent utilisateur foyer cliente comprador ' +
		'usuario socio acquirente utente utilizador consumidor klant koper gebruiker kund medlem bruker anvandare klient nabywc ' +
		'uzytkown kupuj zakaznik asiakas vevo ugyfel musteri клиент покупател пользовател 顧客 会員 お客 客户 顾客 会员 用户 买家 고객 회원',
	email: 'email mail correo courriel mejl sahkoposti эл почта メール 邮箱 이메일',
	phone: 'phone telefon tel telephone telefono telefone mobile mobil handy cell cellphone movil celular portable puhelin puh телефон моб 电话 電話 手机 携帯 전화 휴대폰',
	/** Somebody else than the customer. */
	seller: 'seller vendor supplier merchant manufacturer salesperson rep employee agent courier store shop lieferant verkaufer fournisseur vendeur proveedor vendedor fornitore leverancier',
	id: 'id ids no nr num number nummer numero key code kode kod cod codigo codice hash uuid guid pk sk kennung identif cislo ref номер код 编号 番号 コード 번호 unique',
	order:
		'order invoice inv transaction trans txn basket receipt bill ticket purchase checkout cart bestel bestell auftrag rechnung beleg bon ' +
		'warenkorb kauf commande facture panier achat pedido factura orden recibo compra venta ordine fattura scontrino acquisto ' +
		'session encomenda fatura bestelling factuur aankoop zamowien faktura paragon transak objednav tilaus rendeles siparis fis kvitto ' +
		'заказ чек счет 注文 订单 주문 영수증 发票',
	date:
		'date datum day time timestamp datetime dt dat created placed fecha dia data tag zeit zeitpunkt jour heure hora giorno ' +
		'tijd dzien tarih paiva pvm дата время 日期 日付 日時 时间 時間 날짜 일자 일시',
	product:
		'product prod item sku stock stockcode article artikel material description desc category cat categ subcategory subcat department dept ' +
		'brand asin upc ean gtin barcode isbn goods merchandise commodity plu produkt ware warengruppe bezeichnung sorte produit libelle ' +
		'designation categorie famille rayon producto articulo descripcion categoria familia prodotto articolo descrizione reparto ' +
		'produto artigo descricao omschrijving towar kategoria opis zbozi vyrobek tuote termek cikk urun kategori vara vare ' +
		'товар продукт артикул наименован категор 商品 产品 品名 品目 类别 カテゴリ 상품 제품 품목 카테고리',
	amount:
		'amount amt total subtotal sales sale revenue value spend spent gmv turnover paid payment gross net sum monetary betrag umsatz ' +
		'summe gesamt gesamtpreis wert erlos montant chiffre importe monto ventas valor ingresos importo totale vendite ricavo valore ' +
		'receita faturamento bedrag totaal omzet waarde kwota wartosc suma obrot castka belopp summa omsattning osszeg tutar toplam ' +
		'ciro сумма выручк стоимост 金额 金額 销售额 売上 합계 금액 매출',
	price:
		'price unitprice preis stuckpreis einzelpreis prix precio prezzo preco prijs cena pris hinta fiyat egysegar msrp цена 单价 単価 価格 가격 단가',
	quantity:
		'quantity qty quant units pieces pcs menge anzahl stuck stuckzahl quantite qte cantidad unidades quantita pezzi quantidade qtd ' +
		'qtde aantal ilosc sztuk mnozstvi antal maara mennyiseg adet miktar количеств кол 数量 수량',
	returned:
		'returned return returns refund refunded retour retourniert ruckgabe storno storniert rembourse devuelto devolucion reembolso ' +
		'reso restituito devolvido zwrot vraceno palautettu iade возврат 退货 返品 반품 isreturn',
	status: 'status zustand statut estado stato situacao stan durum статус 状态 状態 상태',
	region: 'region regione regiao regio gebiet territory territorio area zone zona okolie bolge район регион область 地区 地域 지역',
	state: 'state province provincie bundesland estado provincia departement wojewodztw prefecture county kraj lan область 省 都道府県',
	country: 'country land pays pais paese nation nazione kraj zeme maa orszag ulke strana стран 国家 国 국가',
	part: 'part',
	fold: 'fold',
	total: 'total subtotal gesamt summe montant importe importo tutar toplam somme extended totaal',
	/** A line of an order, not the order. */
	line: 'line lineid linenumber lineno row zeile position pos ligne linea riga regel',
	sequence: 'seq sequence nth ordinal ordernumber visitnumber',
	/** Words of a customer's or an order's own circumstances: never ids, products or money. */
	circumstance:
		'segment type typ tipo group gruppe groupe grupo gruppo tier level gender sex geschlecht sexe sexo genere age alter edad eta idade ' +
		'city stadt ort ville ciudad citta cidade stad miasto zip postal postcode plz phone telefon tel address adresse direccion street ' +
		'lat latitude lon lng longitude channel kanal canal canale mode method priority prioritat store shop filiale branch outlet boutique tienda negozio loja ' +
		'winkel sklep salesperson rep employee seller vendor supplier warehouse currency language device source campaign coupon voucher note comment message ' +
		'shipping ship delivery freight payment browser referrer income marital education occupation loyalty membership',
	/** Numbers that are neither what was paid nor how many. */
	otherNumber:
		'discount rabatt remise descuento sconto desconto korting rabat profit gewinn margin marge benefice margen cost kosten cout costo ' +
		'tax vat mwst steuer tva iva taxe btw impuesto shipping freight fee tip balance weight gewicht length height width size points punkte ' +
		'rating score review index row unnamed installment age budget target coupon days photo photos foto fotos image images previous prior past lifetime frequency',
	/** Times of something else than the order. */
	otherDate:
		'ship shipped shipping deliver delivery delivered due birth dob signup register registration update updated modified return expected ' +
		'estimated cancel cancelled expire expiry approved limit join joined since close end liefer versand geburt livraison naissance ' +
		'entrega envio nacimiento consegna nascita spedizione levering geboorte dostaw refund review'
} as const;

export type Concept = keyof typeof stems;

const lexicon = new Map<Concept, readonly string[]>(
	Object.entries(stems).map(([concept, words]) => [concept as Concept, words.split(' ')])
);

/** The words of a column name: lower case, without accents, cut at capitals, digits and marks. `CustomerID` is customer, id. */
export function wordsOf(name: string): string[] {
	return name
		.replace(/ß/g, 'ss')
		.normalize('NFD')
		.replace(/(?<=[A-Za-z])\p{M}/gu, '')
		.normalize('NFC')
		.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
		.replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
		.toLowerCase()
		.split(/[^\p{L}]+/u)
		.filter((word) => word !== '');
}

/**
 * Whether one of the words stands for the concept: a short stem as it is, one of four letters and more as a beginning. A
 * word for the customer stands for nothing else, though it may begin like one for what customers do (Besteller, Käufer).
 */
export function means(words: readonly string[], concept: Concept): boolean {
	const known = lexicon.get(concept) ?? [];
	const people = concept === 'customer' ? [] : lexicon.get('customer') ?? [];
	return words.some((word) => known.some((stem) => word === stem || (stretches(word, stem) && !people.includes(word))));
}

/** Plurals and compounds: orderdate, kundennummer, bestelldatum. */
function stretches(word: string, stem: string): boolean {
	if (!/^[a-z]/.test(stem)) return word.includes(stem);
	if (stem.length < 4) return false;
	return (word.startsWith(stem) && (stem.length > 4 || word.length <= stem.length + 2)) || word.endsWith(stem);
}

interface Naming {
	readonly says: readonly Concept[];
	/** What the name may not say as well. */
	readonly not: readonly Concept[];
}

const namings: Readonly<Partial<Record<Role, Naming>>> = {
	part: { says: ['part'], not: [] },
	fold: { says: ['fold'], not: [] },
	customer: { says: ['customer', 'email'], not: ['order', 'date', 'circumstance', 'total', 'quantity', 'state', 'country', 'region'] },
	order: { says: ['order'], not: ['date', 'circumstance', 'price', 'status', 'product', 'returned', 'sequence', 'otherNumber', 'line'] },
	date: { says: ['date'], not: ['otherDate', 'price', 'amount', 'quantity'] },
	quantity: { says: ['quantity'], not: ['price', 'amount', 'otherNumber', 'date'] },
	price: { says: ['price'], not: ['otherNumber', 'total'] },
	amount: { says: ['amount', 'total'], not: ['otherNumber', 'circumstance', 'date', 'customer', 'quantity', 'id'] },
	returned: { says: ['returned', 'status'], not: ['date', 'amount', 'quantity'] },
	product: { says: ['product'], not: ['date', 'price', 'amount', 'quantity', 'customer', 'otherNumber', 'status', 'returned'] },
	region: { says: ['region', 'state', 'country'], not: ['date'] }
};

/** Whether a column name suits a role. An id is never money or a count, whatever else its name says (SalesOrderID). */
export function suits(words: readonly string[], role: Role): boolean {
	const naming = namings[role];
	if (!naming) return false;
	if (role === 'price' || role === 'amount') return suitsMoney(withoutTax(words), role, naming);
	return suitsNaming(words, role, naming);
}

/** Total items are not money. */
function suitsMoney(words: readonly string[], role: Role, naming: Naming): boolean {
	return suitsNaming(words, role, naming) && !/^(total|nr|no|number|num)( of)? items$/.test(words.join(' '));
}

/** What a price or a sum is, whether with tax or without. */
function withoutTax(words: readonly string[]): readonly string[] {
	const said = /^(incl?|excl?|includ(ed|ing)|exclud(ed|ing)|inkl|exkl|zzgl|ohne|ttc|ht)$/;
	return words.some((word) => said.test(word)) ? words.filter((word) => !said.test(word) && !/^(tax|taxes|vat|mwst|ust|tva|iva|btw)$/.test(word)) : words;
}

function suitsNaming(words: readonly string[], role: Role, naming: Naming): boolean {
	const id = means(words, 'id') || words.some((word) => /(id|nr|no)$/.test(word) && word.length > 4);
	const sale = role === 'order' && id && words.some((word) => /^(sales?|ventas?|ventes?|verkauf)$/.test(word));
	if (!sale && !naming.says.some((concept) => means(words, concept))) return false;
	const sales = /^sales? orders?$/.test(words.join(' '));
	if (role === 'order' && !id && !sales && (means(words, 'amount') || means(words, 'quantity'))) return false;
	return !naming.not.some((concept) => means(words, concept));
}

/** Whether a name, by its words alone, is one that tables of orders have. */
export function isKnownName(name: string): boolean {
	if (name.length > 60) return false;
	const words = wordsOf(name);
	if (words.length === 0 || words.length > 5) return false;
	const concepts: readonly Concept[] = ['customer', 'order', 'date', 'quantity', 'price', 'amount', 'product'];
	return concepts.some((concept) => exactly(words, concept));
}

function exactly(words: readonly string[], concept: Concept): boolean {
	const known = lexicon.get(concept) ?? [];
	return words.every((word) => known.includes(word) || (lexicon.get('id') ?? []).includes(word)) && words.some((word) => known.includes(word));
}
