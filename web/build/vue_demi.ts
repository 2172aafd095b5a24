/** Knows Vue as vue-query asks for it. The package of this name gives all of Vue under one name beside it, of which nothing can be left out. */
export * from 'vue'

export const isVue2 = false
