/** A class of counts as it stands on an axis: "1", "5–9", "100+". */
export function className({ from, to }: { readonly from: number; readonly to: number }): string {
	return to === from ? `${from}` : Number.isFinite(to) ? `${from}–${to}` : `${from}+`;
}
