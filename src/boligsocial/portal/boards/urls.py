"""The addresses of leading together, beneath a case."""

from __future__ import annotations

from django.urls import path

from boligsocial.portal.boards.views import agreements, board, meetings

app_name = "boards"
AT = "sager/<int:case>/ledelse/"
urlpatterns = [
    path(AT, board.board, name="board"),
    path(f"{AT}bestyrelse/", board.compose, name="compose"),
    path(f"{AT}medlemmer/", board.seat, name="seat"),
    path(f"{AT}medlemmer/<int:pk>/", board.member, name="member"),
    path(f"{AT}inhabilitet/<int:pk>/", board.end_conflict, name="end_conflict"),
    path(f"{AT}leder/", board.leader, name="leader"),
    path(f"{AT}leder/opbakning/", board.back, name="back"),
    path(f"{AT}moeder/", board.plan_meeting, name="plan_meeting"),
    path(f"{AT}moeder/<int:pk>/", meetings.meeting, name="meeting"),
    path(f"{AT}moeder/<int:pk>/dagsorden/", meetings.add_item, name="add_item"),
    path(f"{AT}moeder/<int:pk>/fremmoede/", meetings.attend, name="attend"),
    path(f"{AT}moeder/<int:pk>/referat/", meetings.minutes, name="minutes"),
    path(f"{AT}moeder/<int:pk>/godkendt/", meetings.approve, name="approve_minutes"),
    path(f"{AT}punkter/<int:pk>/inhabilitet/", meetings.conflict, name="conflict"),
    path(f"{AT}punkter/<int:pk>/beslutning/", meetings.decide, name="decide"),
    path(f"{AT}aftaler/<slug:agreement>/", agreements.agreement, name="agreement"),
    path(f"{AT}aftaler/<slug:agreement>/tekst/", agreements.write, name="write"),
    path(f"{AT}aftaler/<slug:agreement>/underskrift/", agreements.sign, name="sign"),
    path(f"{AT}aftaler/<slug:agreement>/godkendelse/", agreements.approve, name="approve"),
]
