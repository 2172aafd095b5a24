/** Knows work that one tab does at a time, over all tabs of the browser, where the browser can tell. */

/** Older Safari has none: there each tab sends, which the server's ids make harmless. */
// eslint-disable-next-line compat/compat -- whether it is there is asked below
const locks = (): LockManager | undefined => navigator.locks as LockManager | undefined

/** Do it when no other tab does. */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  const over = locks()
  return over ? ((await over.request(`xiaohao ${name}`, work)) as T) : work()
}

/** Do it unless another tab does already. */
export async function unlessBusy(name: string, work: () => Promise<void>): Promise<void> {
  const over = locks()
  if (!over) return work()
  await over.request(`xiaohao ${name}`, { ifAvailable: true }, async (lock) => {
    if (lock) await work()
  })
}
