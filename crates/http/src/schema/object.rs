//! The macro that declares JSON objects.

/// Declares a JSON object: `answer` for what goes out, `request` for what comes in.
///
/// Each field is written `name: Type = "wireName"` under its doc comment, which becomes its
/// description. A request takes no field that it does not name.
macro_rules! object {
    (answer $(#[doc = $doc:literal])+ $name:ident $(<$life:lifetime>)? = $wire:literal { $($fields:tt)+ }) => {
        object!(@struct [derive(Clone, Debug, serde::Serialize)] [$($doc)+] $name $(<$life>)? { $($fields)+ });
        object!(@schema [$($doc)+] $name $(<$life>)? = $wire { $($fields)+ });
    };
    (request $(#[doc = $doc:literal])+ $name:ident = $wire:literal { $($fields:tt)+ }) => {
        object!(@struct [derive(Debug, Default, serde::Deserialize), serde(remote = "Self", deny_unknown_fields, default)] [$($doc)+] $name { $($fields)+ });
        object!(@only_objects $name);
        object!(@schema [$($doc)+] $name = $wire { $($fields)+ });
    };
    (@struct [$($attr:meta),+] [$($doc:literal)+] $name:ident $(<$life:lifetime>)? {
        $($(#[doc = $field_doc:literal])+ $field:ident : $ty:ty = $key:literal),+ $(,)?
    }) => {
        $(#[doc = $doc])+
        $(#[$attr])+
        pub(crate) struct $name $(<$life>)? {
            $($(#[doc = $field_doc])+ #[serde(rename = $key)] pub(crate) $field: $ty,)+
        }
    };
    // What serde derives takes a list of the values for an object too; a map is all it gets here.
    (@only_objects $name:ident) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Objects;

                impl<'de> serde::de::Visitor<'de> for Objects {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(
                        self,
                        map: A,
                    ) -> Result<$name, A::Error> {
                        $name::deserialize(serde::de::value::MapAccessDeserializer::new(map))
                    }
                }

                deserializer.deserialize_map(Objects)
            }
        }
    };
    (@schema [$($doc:literal)+] $name:ident $(<$life:lifetime>)? = $wire:literal {
        $($(#[doc = $field_doc:literal])+ $field:ident : $ty:ty = $key:literal),+ $(,)?
    }) => {
        impl $(<$life>)? $crate::schema::Schema for $name $(<$life>)? {
            fn schema() -> poem_openapi::registry::MetaSchemaRef {
                poem_openapi::registry::MetaSchemaRef::Reference($wire.to_owned())
            }

            fn register(registry: &mut poem_openapi::registry::Registry) {
                registry.create_schema::<Self, _>($wire.to_owned(), |registry| {
                    let mut schema = poem_openapi::registry::MetaSchema::new("object");
                    schema.description = Some(concat!($($doc),+).trim());
                    $(
                        <$ty as $crate::schema::Schema>::register(registry);
                        schema.properties.push(($key, $crate::schema::described(
                            <$ty as $crate::schema::Schema>::schema(),
                            concat!($($field_doc),+),
                        )));
                        if <$ty as $crate::schema::Schema>::REQUIRED {
                            schema.required.push($key);
                        }
                    )+
                    schema
                });
            }
        }
    };
}

pub(crate) use object;
