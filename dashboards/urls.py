"""Addresses of the pages that belong to no room: home, desk, projects, legal pages, health."""

from django.urls import path

from dashboards.views import health, home, legal, projects, search, todos

urlpatterns = [
    path("", home.home, name="home"),
    path("taches/", todos.todos, name="todos"),
    path("recherche/", search.search, name="search"),
    path("reseau/", projects.network, name="network"),
    path("ma-region/", projects.my_region, name="my_region"),
    path("regions/<slug:region_slug>/", projects.region, name="region"),
    path("projets/<int:project_pk>/", projects.project, name="project"),
    path("mentions-legales/", legal.legal, name="legal"),
    path("donnees-personnelles/", legal.privacy, name="privacy"),
    path("accessibilite/", legal.accessibility, name="accessibility"),
    path("plan-du-site/", legal.sitemap, name="sitemap"),
    path("contact/", legal.contact, name="contact"),
    path("etat/", health.alive, name="alive"),
    path("etat/pret/", health.ready, name="ready"),
]
