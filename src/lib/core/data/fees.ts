/** Codes and names of lines that are not goods: postage, charges, discounts, corrections. Lower case. */
const fees = new Set(
	[
		'post, postage, dot, dotcom postage, carriage, bank charges, bank charge, amazonfee, amazon fee, cruk, cruk commission, manual',
		'discount, adjust bad debt, adjustment, samples, shipping, shipping fee, shipping cost, shipping charge, shipping & handling',
		'delivery, delivery fee, delivery charge, freight, handling, handling fee, service fee, service charge, surcharge, deposit, tip, tips',
		'versand, versandkosten, porto, fracht, rabatt, gutschrift, pfand, frais de port, port, livraison, remise, frais de livraison',
		'envio, envío, gastos de envio, gastos de envío, descuento, spedizione, spese di spedizione, sconto, frete, desconto, entrega',
		'verzendkosten, verzending, korting, wysyłka, koszt wysyłki, dostawa, rabat, frakt, fragt, doprava, postovné, poštovné, kargo, доставка, 送料, 运费, 배송비'
	]
		.join(', ')
		.split(', ')
);
/** Short codes that mean a fee where product codes are otherwise longer: manual, discount, samples, bad debt, carriage. */
const shortCodes = new Set(['m', 'd', 's', 'b', 'c2']);

/**
 * [products]: 1 for lines of postage, charges, discounts and corrections. `lines` counts the lines of each product.
 * A word that makes up more than a fifth of all lines is what this shop sells, not a fee.
 */
export function findFees(products: readonly string[], lines: ArrayLike<number>): Uint8Array {
	let total = 0;
	let long = 0;
	for (let p = 0; p < products.length; p++) {
		total += lines[p];
		if (products[p].length >= 4) long += lines[p];
	}
	const longCodes = products.length > 50 && long > 0.9 * total;
	return Uint8Array.from(products, (product, p) => {
		const text = product.toLowerCase();
		const fee = fees.has(text) || (longCodes && shortCodes.has(text));
		return fee && lines[p] <= 0.2 * total ? 1 : 0;
	});
}
