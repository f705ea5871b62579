const bare = /^[\d\s.,/-]+$/;

/** A customer where a bare number would be taken for one: "customer 17841", "AA-10480". */
export function calledCustomer(customer: string): string {
	return bare.test(customer) ? `customer ${customer}` : customer;
}

/** The same as the title of a page. */
export function titleOfCustomer(customer: string): string {
	if (!customer) return 'Customer';
	return bare.test(customer) ? `Customer ${customer}` : customer;
}
