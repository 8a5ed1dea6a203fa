// The seed: companies, persons and coworkers, none of them real. Two persons share an e-mail address, one has no company,
// one coworker has the name of the operator in the package's example.

import type { ObjectStore } from "./object-store.ts";
import { parseValues } from "./values.ts";

const COWORKERS = [
  { firstname: "Peter", lastname: "Testman", email: "peter.testman@lime.example" },
  { firstname: "Anna", lastname: "Lindqvist", email: "anna.lindqvist@lime.example" },
  { firstname: "Jonas", lastname: "Berg", email: "jonas.berg@lime.example" },
];

const COMPANIES = [
  { name: "Björk & Söner AB", phone: "+46 46 10 10 10", postalcity: "Lund", country: "Sweden", coworker: 0 },
  { name: "Rheinwerk Möbel GmbH", phone: "+49 221 555 01", postalcity: "Cologne", country: "Germany", coworker: 0 },
  { name: "Fjord Kaffe AS", phone: "+47 55 50 10 00", postalcity: "Bergen", country: "Norway", coworker: 1 },
  {
    name: "Van Dijk Fietsen B.V.",
    phone: "+31 20 555 0100",
    postalcity: "Amsterdam",
    country: "Netherlands",
    coworker: 2,
  },
];

const PERSONS = [
  { firstname: "Astrid", lastname: "Björk", email: "astrid.bjork@example.com", phone: "+46 46 10 10 11", company: 0 },
  { firstname: "Nils", lastname: "Björk", email: "nils.bjork@example.com", phone: "+46 46 10 10 12", company: 0 },
  { firstname: "Clara", lastname: "Schmitz", email: "clara.schmitz@example.com", phone: "+49 221 555 02", company: 1 },
  { firstname: "Lars", lastname: "Haugen", email: "post@fjordkaffe.example", phone: "+47 55 50 10 01", company: 2 },
  { firstname: "Ingrid", lastname: "Haugen", email: "post@fjordkaffe.example", phone: "+47 55 50 10 02", company: 2 },
  {
    firstname: "Sophie",
    lastname: "van Dijk",
    email: "sophie@vandijkfietsen.example",
    phone: "+31 20 555 0101",
    company: 3,
  },
  { firstname: "Marta", lastname: "Nowak", email: "marta.nowak@example.com", phone: "+48 22 555 01 00", company: null },
];

const fullName = ({ firstname, lastname }: { firstname: string; lastname: string }): string =>
  `${firstname} ${lastname}`;

/** Adds the seed. Returns the number of objects by limetype. */
export function seed(objects: ObjectStore): Record<string, number> {
  const create = (name: string, values: object): number => {
    const limetype = objects.limetype(name);
    return objects.create(limetype, parseValues(limetype, values, true, objects))._id;
  };
  const coworkers = COWORKERS.map((values) => create("coworker", { ...values, name: fullName(values) }));
  const companies = COMPANIES.map((values) =>
    create("company", { ...values, buyingstatus: { key: "active" }, coworker: coworkers[values.coworker] }),
  );
  for (const values of PERSONS) {
    const company = values.company === null ? null : companies[values.company];
    create("person", { ...values, name: fullName(values), company });
  }
  return { coworker: COWORKERS.length, company: COMPANIES.length, person: PERSONS.length };
}
