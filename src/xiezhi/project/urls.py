"""All addresses: one word a capability; identifiers of cases are opaque, the number is shown on the page."""

from django.urls import include, path
from django.views.generic import RedirectView

from xiezhi.site import accounts, feeds
from xiezhi.site.api.addresses import api

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="staff:desk")),
    path("sign-in", accounts.SignIn.as_view(), name="sign_in"),
    path("sign-out", accounts.SignOut.as_view(), name="sign_out"),
    path("choose/language", accounts.set_language, name="set_language"),
    path("choose/theme", accounts.set_theme, name="set_theme"),
    path("choose/post", accounts.choose_post, name="choose_post"),
    path("feeds/<str:token>.ics", feeds.feed, name="feed"),
    path("api/", api.urls),
    path("", include("xiezhi.site.staff.urls")),
]
handler400 = "xiezhi.site.errors.unreadable"
handler404 = "xiezhi.site.errors.not_there"
handler500 = "xiezhi.site.errors.failed"
