import type { Json } from "./json.ts";
import { isText, type Limetype, type Property } from "./limetypes.ts";

/** A limetype as the API returns it. */
export function limetypeJson(limetype: Limetype, api: string, withProperties: boolean): Json {
  const href = `${api}limetype/${limetype.name}/`;
  return {
    name: limetype.name,
    localname: limetype.localname,
    label: limetype.label,
    acl: limetype.acl,
    ...(withProperties && {
      _embedded: { properties: limetype.properties.map((property) => propertyJson(property, href, api)) },
    }),
    _links: {
      self: { href },
      limeobjects: { href: `${api}limeobject/${limetype.name}/` },
      properties: { href: `${href}?_embed=properties` },
    },
  };
}

function propertyJson(property: Property, limetypeHref: string, api: string): Json {
  const { name, localname, type, required, length, label, defaultvalue, options, relatedType, acl } = property;
  return {
    name,
    localname,
    type,
    required,
    ...(isText(property) && { length }),
    label,
    defaultvalue,
    ...((type === "option" || type === "set") && { options }),
    acl,
    _links: {
      limetype: { href: limetypeHref },
      ...(relatedType && { related_type: { href: `${api}limetype/${relatedType}/`, name: relatedType } }),
    },
  };
}
