/** How a customer can be reached; the file's mail address, and the number given with the request or on file. */
export type Contact = { email: string; contactPhone: string; customerPhone: string; isErased: boolean }

/** By mail where there is an address, else by a text message to the number given; not at all once they were erased. */
export function reachOf(
  contact: Contact,
  isMailAddress: (text: string) => boolean,
): { channel: 'mail' | 'sms'; to: string } | null {
  if (contact.isErased) return null
  const email = contact.email.trim()
  if (isMailAddress(email)) return { channel: 'mail', to: email }
  const phone = contact.contactPhone || contact.customerPhone
  return phone === '' ? null : { channel: 'sms', to: phone }
}
