import { useEffect } from 'react'

// What scrolls in a table of Ant Design, which gives it no way to be reached by keyboard.
const SCROLLED = '.ant-table-content, .ant-table-body'

/** Tables that are wider than their place can be reached and scrolled by keyboard, those that come later too. */
export function useScrollableTables(): void {
  useEffect(() => {
    const sizes = new ResizeObserver((entries) => {
      for (const { target } of entries) letIn(target as HTMLElement)
    })
    const watch = (root: ParentNode) => {
      for (const table of root.querySelectorAll(SCROLLED)) {
        sizes.observe(table)
        // Its own size stays when more columns come; that of what is in it does not.
        if (table.firstElementChild) sizes.observe(table.firstElementChild)
      }
    }
    const arrivals = new MutationObserver((changes) => {
      for (const node of changes.flatMap((change) => [...change.addedNodes])) {
        if (node instanceof Element) watch(node.matches(SCROLLED) && node.parentElement ? node.parentElement : node)
      }
    })
    watch(document)
    arrivals.observe(document.body, { childList: true, subtree: true })
    return () => {
      arrivals.disconnect()
      sizes.disconnect()
    }
  }, [])
}

function letIn(changed: HTMLElement): void {
  const table = changed.matches(SCROLLED) ? changed : changed.parentElement
  if (!table) return
  if (table.scrollWidth > table.clientWidth) table.tabIndex = 0
  else table.removeAttribute('tabindex')
}
