"""Payment methods: what they are, and which provider can take them from which country in which currency."""

from argosy.reference.payment_methods.availability import (
    Availability,
    availability,
    file_version,
    methods_for,
    providers,
)
from argosy.reference.payment_methods.catalogue import PaymentMethod, methods

__all__ = ["Availability", "PaymentMethod", "availability", "file_version", "methods", "methods_for", "providers"]
