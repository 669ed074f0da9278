import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { Router } from 'wouter'
import { startLanguage } from '#src/app/messages/language.ts'
import { Skeleton } from '#src/ui/states.tsx'
import { ToastArea } from '#src/ui/toast.tsx'
import '#src/ui/theme.css'

/** Puts an app on its page: words first, then the store of answers, then the router below `base`. */
export async function startApp(base: string, client: QueryClient, app: ReactNode): Promise<void> {
  await startLanguage()
  createRoot(document.getElementById('app')!).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <Router base={base}>
          <Suspense fallback={<Skeleton />}>{app}</Suspense>
          <ToastArea />
        </Router>
      </QueryClientProvider>
    </StrictMode>,
  )
}
