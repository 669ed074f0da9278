const NAME = 'starproof-pictures'

/** Pictures that a person brought onto this device for use without a network; undefined where the page is not served securely. */
export async function keptPictures(): Promise<Cache | undefined> {
  return 'caches' in window ? caches.open(NAME) : undefined
}

/** At sign-out: the next person on this device must not find them. */
export async function forgetPictures(): Promise<void> {
  if ('caches' in window) await caches.delete(NAME)
}
