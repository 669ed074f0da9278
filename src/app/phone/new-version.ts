import { useSyncExternalStore } from 'react'

const WORKER = '/phone/sw.js'
const LOOK_EVERY_MS = 3_600_000

let waiting: ServiceWorker | null = null
const listeners = new Set<() => void>()

function offer(worker: ServiceWorker): void {
  waiting = worker
  for (const listener of listeners) listener()
}

async function install(): Promise<void> {
  const registration = await navigator.serviceWorker.register(WORKER, { scope: '/phone/' })
  if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && navigator.serviceWorker.controller) offer(worker)
    })
  })
  setInterval(() => void registration.update().catch(() => {}), LOOK_EVERY_MS)
}

/** Installs the worker that lets the phone open without a network, and notices new versions. Not in development, where files change. */
export function watchForNewVersion(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  // Only an update reloads: the first worker taking over would otherwise throw away what a person is typing.
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (waiting) window.location.reload()
  })
  install().catch(reportError)
}

/** A function that changes to the waiting version, or null. The person decides when, since the page is loaded anew. */
export function useNewVersion(): (() => void) | null {
  const worker = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => waiting,
  )
  return worker && (() => worker.postMessage({ type: 'SKIP_WAITING' }))
}
