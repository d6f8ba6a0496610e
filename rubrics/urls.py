from django.urls import path

app_name = "rubrics"
urlpatterns = []
