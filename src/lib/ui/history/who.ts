/** Whom a kept prediction is about. */
export function whoOf({ customer }: { readonly customer: string }): string {
	return customer || 'Invented customer';
}
